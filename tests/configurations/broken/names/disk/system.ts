// The image of a disk leads out of its folder, its label has a comma.
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
                    volumes: [
                      {
                        image: "../other/data.img",
                        size: 64,
                        mountPoint: "/data",
                        label: "a,readonly=off",
                      },
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
