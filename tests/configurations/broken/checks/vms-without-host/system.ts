// VMs that nothing on the host starts.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      microvm: {
        appvm: { enable: true, vms: [{ name: "draw", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
