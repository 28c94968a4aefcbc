/** Options of the packet filter's kernel side: `ghaf.firewall`. */

import type { OptionTree } from "@ghaf/module-system";
import { offByDefault } from "./off-by-default.ts";

export const firewallOptions = {
  "kernel-modules": {
    enable: offByDefault(
      "Asks for the 112 netfilter symbols that the generated rules may need. A kernel built for the device gets them; a Debian kernel is checked for them.",
    ),
  },
} satisfies OptionTree;
