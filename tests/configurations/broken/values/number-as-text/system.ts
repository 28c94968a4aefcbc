// The memory of a VM is given as text with its unit.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw", ramMb: "4 GiB", cores: 2 }],
        },
      },
    },
  },
});
