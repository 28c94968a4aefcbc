// Two VMs get one PCI device.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        memoryMiB: 16384,
        host: { kernelConfig: { kernelParams: ["intel_iommu=on"] } },
        network: { pciDevices: [{ path: "0000:00:14.3" }] },
        audio: { pciDevices: [{ path: "0000:00:14.3" }] },
      },
    },
    virtualization: {
      "microvm-host": { enable: true },
      microvm: { netvm: { enable: true }, audiovm: { enable: true } },
    },
  },
});
