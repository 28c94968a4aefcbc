// Options of a guest module that there are not.
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
                  microvm: { memory: 2000 },
                  environment: { systemPackages: ["gimp"] },
                },
              ],
            },
          ],
        },
      },
    },
  },
});
