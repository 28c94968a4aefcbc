// The mode of a file is an octal number of JavaScript; it is text.
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
                { files: { "/etc/motd": { text: "Welcome\n", mode: 0o644 } } },
              ],
            },
          ],
        },
      },
    },
  },
});
