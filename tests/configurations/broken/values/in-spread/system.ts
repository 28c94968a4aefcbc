// A value is wrong in an object that is spread into another.
import { defineSystem } from "@ghaf/system";
const basics = { ramMb: "1024", cores: 2 };

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { appvm: { enable: true, vms: [{ name: "draw", ...basics }] } },
    },
  },
});
