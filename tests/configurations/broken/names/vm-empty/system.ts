// The name of a VM is empty.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
