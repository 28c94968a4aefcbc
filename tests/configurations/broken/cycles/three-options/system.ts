// Three switches follow each other in a circle.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    services: {
      fprint: { enable: (config) => config.ghaf.services.yubikey.enable },
      yubikey: { enable: (config) => config.ghaf.services.disks.enable },
      disks: { enable: (config) => config.ghaf.services.fprint.enable },
    },
  },
});
