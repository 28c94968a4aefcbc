/** A host that only starts what is signed (spec 4.3.2). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const hostHardeningProfile = defineModule({
  ghaf: when((c) => c.ghaf.profiles["host-hardening"].enable, {
    host: { secureboot: { enable: byDefault(true) } },
  }),
});
