// A share covers the programs of its VM, and a volume its configuration.
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
                    shares: [
                      { tag: "all", source: "/srv/all", mountPoint: "/usr" },
                      { tag: "own", source: "/srv/own", mountPoint: "/usr/own" },
                    ],
                    volumes: [
                      { image: "data.img", size: 64, mountPoint: "/etc" },
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
