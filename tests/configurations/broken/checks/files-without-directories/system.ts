// Applications take files from nowhere, or list directories for nothing.
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
              applications: [
                {
                  name: "draw",
                  command: "gimp",
                  launcher: false,
                  args: ["file"],
                },
                {
                  name: "show",
                  command: "eog",
                  launcher: false,
                  directories: ["/home/ghaf/Pictures"],
                },
              ],
            },
          ],
        },
      },
    },
  },
});
