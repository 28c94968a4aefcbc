// Two VMs write to one disk, and one VM mounts two at one place.
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
                        image: "/var/lib/shared.img",
                        size: 64,
                        mountPoint: "/data",
                      },
                    ],
                  },
                },
              ],
            },
            {
              name: "read",
              ramMb: 1024,
              cores: 2,
              extraModules: [
                {
                  microvm: {
                    volumes: [
                      {
                        image: "/var/lib/shared.img",
                        size: 64,
                        mountPoint: "/data",
                      },
                      { image: "own.img", size: 64, mountPoint: "/data" },
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
