/** What the layouts headless and host-only have in common: nothing draws (spec S02). */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const withoutDisplay = defineModule({
  ghaf: when(
    (c) => c.ghaf.layout === "headless" || c.ghaf.layout === "host-only",
    {
      profiles: {
        graphics: { enable: implied(false) },
        applications: { enable: implied(false) },
      },
      graphics: {
        enableDemoApplications: implied(false),
        boot: { enable: implied(false) },
        labwc: { enable: implied(false) },
      },
      services: { desktop: { enable: implied(false) } },
      reference: {
        programs: { "windows-launcher": { enable: implied(false) } },
      },
    },
  ),
});
