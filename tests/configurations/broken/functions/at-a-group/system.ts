// A function stands at a group of options.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    services: (config) => ({ wifi: { enable: config.ghaf.build === "debug" } }),
  },
});
