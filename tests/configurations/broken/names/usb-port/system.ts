// The place of a USB device is written as lsusb shows it.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      definition: {
        usb: {
          internal: [{ name: "cam0", hostbus: "003", hostport: "Port 1" }],
        },
      },
    },
  },
});
