// Logging in by itself is turned off with false; it takes null.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { graphics: { labwc: { autologinUser: false } } },
});
