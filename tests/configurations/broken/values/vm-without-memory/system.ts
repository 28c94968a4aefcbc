// The memory and the processors of the second VM are missing.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "read", ramMb: 1024, cores: 2 }, { name: "draw" }],
        },
      },
    },
  },
});
