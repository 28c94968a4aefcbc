/** Options that name what exists: `ghaf.namespaces`. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { vmName } from "../values/vm-name.ts";

export const namespacesOptions = {
  vms: option(t.listOf(vmName), {
    default: [],
    description:
      "The names of all VMs of the device, which every VM gets to know. Follows from the VMs that are enabled.",
  }),
} satisfies OptionTree;
