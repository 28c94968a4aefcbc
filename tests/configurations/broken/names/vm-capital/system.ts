// The name of a VM begins with a capital letter.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "Draw", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
