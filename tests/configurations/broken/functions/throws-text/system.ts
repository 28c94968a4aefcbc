// A function throws text.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: () => {
      throw "undecided";
    },
  },
});
