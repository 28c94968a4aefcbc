// One guest module is given without its list.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      microvm: {
        netvm: { enable: true, extraModules: { packages: ["tcpdump"] } },
      },
    },
  },
});
