// A VM has exactly as much memory as QEMU hangs with.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "draw", ramMb: 2048, cores: 2 }] },
      },
    },
  },
});
