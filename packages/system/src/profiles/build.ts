/** The variant of the build decides which of the profiles debug and release is on (spec S03). */

import { byDefault } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const buildProfile = defineModule({
  ghaf: {
    profiles: {
      debug: { enable: (c) => byDefault(c.ghaf.build === "debug") },
      release: { enable: (c) => byDefault(c.ghaf.build === "release") },
    },
  },
});
