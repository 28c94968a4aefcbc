// The name of a VM leads out of its folder.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "../x", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
