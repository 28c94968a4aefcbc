// Two applications of a VM have one name, the second from a guest module.
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
                { name: "draw", command: "gimp", launcher: false },
              ],
              extraModules: [
                {
                  ghaf: {
                    givc: {
                      appvm: {
                        applications: [{ name: "draw", command: "krita" }],
                      },
                    },
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
