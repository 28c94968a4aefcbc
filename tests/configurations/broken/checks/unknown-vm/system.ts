// Options name VMs that there are not.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    graphics: {
      launchers: [{ name: "Draw", path: "/usr/bin/gimp", vm: "drow" }],
    },
    networking: {
      flows: [
        { from: "darw-vm", to: "net-vm", port: 443 },
        { from: "draw-vm", to: "draw-vm", port: 80 },
      ],
    },
    hardware: { definition: { memoryMiB: 16384 } },
    virtualization: {
      "microvm-host": {
        enable: true,
        sharedVmDirectory: { enable: true, vms: ["drawvm"] },
      },
      microvm: {
        netvm: { enable: true },
        appvm: { enable: true, vms: [{ name: "draw", ramMb: 1024, cores: 2 }] },
      },
    },
  },
});
