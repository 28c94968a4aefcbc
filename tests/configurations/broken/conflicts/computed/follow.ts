import { defineModule } from "@ghaf/system";

export const follow = defineModule({
  ghaf: {
    build: (config) =>
      config.ghaf.layout === "headless" ? "release" : "debug",
  },
});
