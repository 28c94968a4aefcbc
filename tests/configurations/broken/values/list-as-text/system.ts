// A single VM is given where a list is expected.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      "microvm-host": { sharedVmDirectory: { vms: "chrome-vm" } },
    },
  },
});
