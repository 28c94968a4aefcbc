// Two files add a VM of the same name.
import { defineSystem } from "@ghaf/system";
import { fleet } from "./fleet.ts";

export default defineSystem({
  imports: [fleet],
  ghaf: {
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: { enable: true, vms: [{ name: "draw", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
