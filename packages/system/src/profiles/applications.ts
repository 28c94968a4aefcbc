/** Applications that run where the session runs, without VMs of their own (spec 4.3.2). */

import { byDefault, when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";

export const applicationsProfile = defineModule({
  ghaf: when((c) => c.ghaf.profiles.applications.enable, {
    profiles: { graphics: { enable: byDefault(true) } },
    graphics: { enableDemoApplications: byDefault(true) },
  }),
});
