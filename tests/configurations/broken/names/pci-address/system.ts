// PCI addresses without their domain and with capital letters.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        gpu: { pciDevices: [{ path: "00:02.0" }] },
        network: { pciDevices: [{ path: "0000:00:1F.3" }] },
      },
    },
  },
});
