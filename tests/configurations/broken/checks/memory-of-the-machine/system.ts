// The VMs need more memory than the machine has.
import { defineSystem, force, hardwareDefinitions } from "@ghaf/system";

export default defineSystem({
  imports: [hardwareDefinitions["qemu-vm"]],
  ghaf: {
    hardware: { definition: { memoryMiB: force(4096) } },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: {
        appvm: {
          enable: true,
          vms: [
            { name: "draw", ramMb: 3000, cores: 2 },
            { name: "read", ramMb: 2500, cores: 2 },
          ],
        },
      },
    },
  },
});
