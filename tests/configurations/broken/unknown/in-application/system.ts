// A program is described as in a desktop entry.
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
              applications: [{ name: "draw", exec: "gimp", command: "gimp" }],
            },
          ],
        },
      },
    },
  },
});
