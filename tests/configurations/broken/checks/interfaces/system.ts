// Interfaces without what their types need, and forwarding without any.
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
                      { type: "bridge", id: "br-draw" },
                      {
                        type: "tap",
                        id: "tap-draw-vm",
                        macvtap: { link: "eth0" },
                      },
                    ],
                    forwardPorts: [
                      { host: { port: 8080 }, guest: { port: 80 } },
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
