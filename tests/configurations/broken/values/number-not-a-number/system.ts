// A number is computed from text that is no number.
import { defineSystem } from "@ghaf/system";
const memory = "4 GiB";

export default defineSystem({
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [{ name: "draw", ramMb: Number(memory), cores: 2 }],
        },
      },
    },
  },
});
