// A PCI device for a VM on a host that cannot give it away.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        memoryMiB: 16384,
        network: { pciDevices: [{ path: "0000:00:14.3" }] },
      },
    },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { netvm: { enable: true } },
    },
  },
});
