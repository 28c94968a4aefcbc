// The id of an interface is longer than the kernel's names.
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
                  microvm: {
                    interfaces: [
                      { type: "tap", id: "tap-drawing-for-children" },
                    ],
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
