// A value is wrong in a constant of another file.
import { defineSystem } from "@ghaf/system";
import { screen } from "./screen.ts";

export default defineSystem({
  ghaf: { graphics: { labwc: { autolock: screen.lock } } },
});
