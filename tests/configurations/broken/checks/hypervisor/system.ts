// A VM asks its hypervisor for what it does not have.
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
              vtpm: { enable: true },
              extraModules: [
                {
                  microvm: {
                    hypervisor: "cloud-hypervisor",
                    cpu: "max",
                    qemu: { extraArgs: ["-device", "qemu-xhci"] },
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
