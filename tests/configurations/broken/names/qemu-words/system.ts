// Settings of QEMU that begin others.
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
                    cpu: "host,-smep",
                    devices: [{ bus: "pci", path: "0000:00:14.3,x=y" }],
                    qemu: { machineOpts: { "accel,x": "kvm" } },
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
