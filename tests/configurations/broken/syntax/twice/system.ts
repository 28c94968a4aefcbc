// An option is written twice; the second would win silently.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: "headless",
    build: "debug",
    layout: "default",
  },
});
