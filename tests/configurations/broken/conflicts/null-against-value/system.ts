// One file turns logging in by itself off, another on.
import { defineSystem } from "@ghaf/system";
import { demo } from "./demo.ts";

export default defineSystem({
  imports: [demo],
  ghaf: { graphics: { labwc: { autologinUser: null } } },
});
