// The hardware is imported by its name.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  imports: "qemu-vm",
  ghaf: { layout: "headless" },
});
