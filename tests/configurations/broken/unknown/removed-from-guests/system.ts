// Guest modules of the old platform used options that are gone.
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
                    storeOnDisk: true,
                    preStart: "mkdir -p /tmp/x",
                    writableStoreOverlay: "/rw",
                  },
                  ghaf: { waypipe: { waypipeService: {} } },
                },
              ],
            },
          ],
        },
      },
    },
  },
});
