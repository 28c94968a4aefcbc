// Nothing says how much memory the machine has.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "draw", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
