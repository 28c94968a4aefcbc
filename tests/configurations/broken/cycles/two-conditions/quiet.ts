import { defineModule, when } from "@ghaf/system";

export const quiet = defineModule({
  ghaf: {
    build: when((config) => config.ghaf.systemd.logLevel === "info", "release"),
  },
});
