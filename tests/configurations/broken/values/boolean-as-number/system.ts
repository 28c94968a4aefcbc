// A switch four groups down is given as 1.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { host: { kernel: { hardening: { usb: { enable: 1 } } } } },
});
