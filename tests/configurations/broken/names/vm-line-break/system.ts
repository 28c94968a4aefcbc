// The name of a VM has a line break at its end, as text that was read from a file.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw\n", ramMb: 1024, cores: 2 }],
        },
      },
    },
  },
});
