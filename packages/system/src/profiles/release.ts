/** What a device in the field has: accounts, and nothing for developers (spec 4.3.2). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const releaseProfile = defineModule({
  ghaf: when((c) => c.ghaf.profiles.release.enable, {
    users: { accounts: { enable: byDefault(true) } },
  }),
});
