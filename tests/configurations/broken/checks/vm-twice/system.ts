// Two VMs have one name.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [
            { name: "draw", ramMb: 1024, cores: 2 },
            { name: "read", ramMb: 1024, cores: 2 },
            { name: "draw", ramMb: 512, cores: 1 },
          ],
        },
      },
    },
  },
});
