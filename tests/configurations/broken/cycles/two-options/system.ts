// Two options of two files follow each other.
import { defineSystem } from "@ghaf/system";
import { other } from "./other.ts";

export default defineSystem({
  imports: [other],
  ghaf: {
    services: {
      wifi: { enable: (config) => config.ghaf.services.bluetooth.enable },
    },
  },
});
