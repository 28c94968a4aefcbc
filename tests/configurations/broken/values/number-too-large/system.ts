// The seconds until the screen locks are given in milliseconds.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { graphics: { labwc: { autolock: { duration: 300_000 } } } },
});
