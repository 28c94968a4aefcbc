// Both profiles of a build are on.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { profiles: { debug: { enable: true }, release: { enable: true } } },
});
