// A proxy without the VM that needs it.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    reference: {
      services: { enable: true, "proxy-business": true, dendrite: true },
    },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { netvm: { enable: true } },
    },
  },
});
