/** The layout for machines that cannot run VMs: applications run on the host, side by side (spec S02). */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const nativeLayout = defineModule({
  ghaf: when((c) => c.ghaf.layout === "native", {
    profiles: { applications: { enable: implied(true) } },
    services: { desktop: { enable: implied(true) } },
  }),
});
