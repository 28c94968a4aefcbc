// Devices have half of what tells them from others.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        network: { pciDevices: [{ path: "0000:00:14.3", vendorId: "8086" }] },
        usb: {
          internal: [
            { name: "cam0", hostbus: "3" },
            { vendorId: "04f2", productId: "b751" },
          ],
          external: [{ name: "gps0" }],
        },
      },
    },
  },
});
