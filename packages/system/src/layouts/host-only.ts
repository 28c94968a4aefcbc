/** The layout of a host that runs no VM and shows nothing (spec S02). */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const hostOnlyLayout = defineModule({
  ghaf: when((c) => c.ghaf.layout === "host-only", {
    profiles: {
      graphics: { enable: false },
      applications: { enable: false },
    },
    graphics: {
      enableDemoApplications: false,
      boot: { enable: false },
      labwc: { enable: false },
    },
    services: { desktop: { enable: implied(false) } },
    reference: {
      programs: { "windows-launcher": { enable: implied(false) } },
    },
  }),
});
