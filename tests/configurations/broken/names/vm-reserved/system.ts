// A VM has the name of one of the platform.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "net", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
