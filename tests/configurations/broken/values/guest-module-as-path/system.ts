// A guest module is given by the path of its file.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    virtualization: {
      microvm: { netvm: { enable: true, extraModules: ["./netvm.ts"] } },
    },
  },
});
