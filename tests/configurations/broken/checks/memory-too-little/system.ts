// A VM has less memory than Debian needs.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "tiny", ramMb: 64, cores: 1 }] },
      },
    },
  },
});
