// A volume in a guest module has a negative size and no mount point.
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
                { packages: ["gimp"] },
                { microvm: { volumes: [{ image: "data.img", size: -1 }] } },
              ],
            },
          ],
        },
      },
    },
  },
});
