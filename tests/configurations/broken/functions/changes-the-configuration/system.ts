// A function writes into the final configuration.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    kernel: {
      host: {
        kernelParams: (config) => {
          const all = config.ghaf.systemd.excludedHardenedConfigs;
          all.push("sshd");
          return all;
        },
      },
    },
  },
});
