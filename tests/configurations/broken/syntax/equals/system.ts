// An option is set with “=”, as in other languages.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout = "headless";
  },
});
