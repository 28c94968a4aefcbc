// Colours by name, with three digits, without their sign, and with a letter that is no digit.
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
            { name: "draw", ramMb: 1024, cores: 2, borderColor: "red" },
            { name: "read", ramMb: 1024, cores: 2, borderColor: "#f00" },
            { name: "hear", ramMb: 1024, cores: 2, borderColor: "ff0000" },
            { name: "talk", ramMb: 1024, cores: 2, borderColor: "#ff000g" },
          ],
        },
      },
    },
  },
});
