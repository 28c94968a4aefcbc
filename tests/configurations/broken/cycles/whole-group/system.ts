// An option is computed from the text of everything.
import { defineSystem } from "@ghaf/system";

export default defineSystem({
  ghaf: {
    graphics: {
      labwc: { extraAutostart: (config) => JSON.stringify(config.ghaf) },
    },
  },
});
