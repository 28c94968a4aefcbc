// Names of applications are paths and have dots.
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
                { name: "org.gimp.GIMP", command: "gimp" },
                { name: "../sh", command: "sh" },
                { name: "-draw", command: "gimp" },
              ],
            },
          ],
        },
      },
    },
  },
});
