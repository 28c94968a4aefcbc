/** The layout of a host that runs no VM and shows nothing (spec S02). */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const hostOnlyLayout = defineModule({
  ghaf: when((c) => c.ghaf.layout === "host-only", {
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
  }),
});
