// Two files force different values.
import { defineSystem, force } from "@ghaf/system";
import { security } from "./security.ts";

export default defineSystem({
  imports: [security],
  ghaf: { build: force("debug") },
});
