// The number of a vendor is written with other capital letters.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        network: {
          pciDevices: [
            { path: "0000:00:14.3", vendorID: "8086", productID: "51f1" },
          ],
        },
      },
    },
  },
});
