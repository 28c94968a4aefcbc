// Numbers of devices with 0x, as numbers, with capital letters.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        network: {
          pciDevices: [
            { path: "0000:00:14.3", vendorId: "0x8086", productId: 0x51f1 },
          ],
        },
        usb: {
          internal: [{ name: "cam0", vendorId: "04F2", productId: "b751" }],
        },
      },
    },
  },
});
