// Memory in GiB was multiplied, and is not a whole number of MiB.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw", ramMb: 1.3 * 1024, cores: 2 }],
        },
      },
    },
  },
});
