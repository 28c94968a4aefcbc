// The storage of a user leads into another home.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [
            {
              name: "draw",
              ramMb: 1024,
              cores: 2,
              extraModules: [
                {
                  ghaf: {
                    storagevm: {
                      enable: true,
                      users: { "../root": { files: [".bashrc"] } },
                    },
                  },
                },
              ],
            },
          ],
        },
      },
    },
  },
});
