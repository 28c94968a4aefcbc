// There are not enough ports behind the first one for windows.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          waypipeBasePort: 65535,
          vms: [
            { name: "draw", ramMb: 1024, cores: 2 },
            { name: "read", ramMb: 1024, cores: 2 },
          ],
        },
      },
    },
  },
});
