// A VM is listed by its name alone.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: ["draw", { name: "read", ramMb: 1024, cores: 2 }],
        },
      },
    },
  },
});
