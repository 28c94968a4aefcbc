/** The layout without a display: no gui-vm, and nothing that draws (spec S02). A person who asks for either contradicts the layout, and is told so. */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const headlessLayout = defineModule({
  ghaf: when((c) => c.ghaf.layout === "headless", {
    virtualization: { microvm: { guivm: { enable: false } } },
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
