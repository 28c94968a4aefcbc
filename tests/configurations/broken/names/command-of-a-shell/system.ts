// Commands of applications are written for a shell.
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
                { name: "draw", command: "gimp && xeyes" },
                { name: "show", command: "sh -c 'eog $HOME'" },
                { name: "log", command: "gimp > /tmp/log" },
              ],
            },
          ],
        },
      },
    },
  },
});
