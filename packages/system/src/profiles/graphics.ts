/** A graphical session: the compositor that the profile names (spec 4.3.2). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const graphicsProfile = defineModule({
  ghaf: when((c) => c.ghaf.profiles.graphics.enable, {
    graphics: {
      labwc: {
        enable: (c) =>
          byDefault(c.ghaf.profiles.graphics.compositor === "labwc"),
      },
    },
  }),
});
