// An application accepts a kind of argument that there is not.
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
                { name: "draw", command: "gimp", args: ["url", "path"] },
              ],
            },
          ],
        },
      },
    },
  },
});
