// A launcher does not say what it starts.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    graphics: { launchers: [{ name: "Draw", description: "Pictures" }] },
  },
});
