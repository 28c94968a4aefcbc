// The name of a VM has a character that systemd replaces.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw%i", ramMb: 1024, cores: 2 }],
        },
      },
    },
  },
});
