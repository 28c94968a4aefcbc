/** The layout without a display: no gui-vm, and nothing that draws (spec S02). Whoever asks for either all the same is told by a check. */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const headlessLayout = defineModule({
  ghaf: when((c) => c.ghaf.layout === "headless", {
    virtualization: { microvm: { guivm: { enable: implied(false) } } },
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
