// An option of a VM has the name that other programs use.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw", memory: 1024, ramMb: 1024, cores: 2, vcpu: 2 }],
        },
      },
    },
  },
});
