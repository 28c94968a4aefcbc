// The name of a VM is a command.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "a;reboot", ramMb: 1024, cores: 2 }],
        },
      },
    },
  },
});
