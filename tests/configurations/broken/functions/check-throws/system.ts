// A check throws.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  checks: [
    (config) => {
      if (config.ghaf.vms.length > 1) throw new Error("unreachable");
    },
  ],
  ghaf: { build: "debug" },
});
