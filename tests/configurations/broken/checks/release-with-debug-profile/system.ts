// A release build with the profile for developers.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { build: "release", profiles: { debug: { enable: true } } },
});
