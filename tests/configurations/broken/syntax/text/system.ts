// A text has no end.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: { layout: "headless },
});
