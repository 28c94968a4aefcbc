// Conditions are not true or false.
import { defineSystem, when } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    services: when((config) => config.ghaf.layout, { wifi: { enable: true } }),
    development: when("yes", { ssh: { daemon: { enable: true } } }),
  },
});
