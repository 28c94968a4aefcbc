// Two frames that nobody tells apart.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    profiles: { graphics: { enable: true } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        guivm: { enable: true },
        appvm: {
          enable: true,
          vms: [
            { name: "draw", ramMb: 1024, cores: 2, borderColor: "#aa0000" },
            { name: "read", ramMb: 1024, cores: 2, borderColor: "#a90100" },
          ],
        },
      },
    },
  },
});
