// The version of the platform is set.
import { defineSystem, force } from "@ghaf/system";

export default defineSystem({
  ghaf: { version: "9.9.9", compatVersion: force("1") },
});
