// A rule for USB devices misspells “subclass”.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    hardware: {
      usb: {
        vhotplug: {
          enable: true,
          rules: [
            {
              name: "gui-vm",
              qmpSocket: "/run/ghaf/vm/gui-vm/control.sock",
              usbPassthrough: [{ class: 3, sublass: 1, protocol: 1 }],
            },
          ],
        },
      },
    },
  },
});
