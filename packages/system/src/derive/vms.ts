/** Which VMs there are, by name and in one list (spec 4.2, rows 13 and 16). */

import { defineModule } from "../define-system.ts";
import { enabledVmNames } from "../machine/enabled-vms.ts";

export const vmRules = defineModule({
  ghaf: {
    namespaces: { vms: (c) => [...enabledVmNames(c)].sort() },
  },
});
