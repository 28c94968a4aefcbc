// A path begins with the home of a shell.
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
                      files: ["~/.bashrc", "/etc/*.conf", "/etc/a b"],
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
