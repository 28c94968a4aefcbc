// The name of a VM has ten thousand characters.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "a".repeat(10_000), ramMb: 1024, cores: 2 }],
        },
      },
    },
  },
});
