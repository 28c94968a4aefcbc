// A launcher starts a number.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { graphics: { launchers: [{ name: "Draw", path: 7 }] } },
});
