// A switch of a VM is on, and the VM is off.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      microvm: {
        netvm: { wifi: true },
        idsvm: { mitmproxy: { enable: true } },
      },
    },
  },
});
