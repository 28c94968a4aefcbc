// The name of a VM has the ending that it gets anyway, and is too long with it.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "drawing-vm", ramMb: 1024, cores: 2 }],
        },
      },
    },
  },
});
