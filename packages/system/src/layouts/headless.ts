/** The layout of VMs without a display: no gui-vm (spec S02). Whoever asks for one all the same is told by a check. */

import { when } from "@ghaf/module-system";
import { defineModule } from "../define-system.ts";
import { implied } from "../precedence.ts";

export const headlessLayout = defineModule({
  ghaf: when((c) => c.ghaf.layout === "headless", {
    virtualization: { microvm: { guivm: { enable: implied(false) } } },
  }),
});
