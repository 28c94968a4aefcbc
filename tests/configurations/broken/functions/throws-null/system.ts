// A function throws null.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    layout: () => {
      throw null;
    },
  },
});
