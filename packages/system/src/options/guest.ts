/** Options of the kernel that VMs boot: `ghaf.guest`. */

import type { OptionTree } from "@ghaf/module-system";
import { offOption } from "./flag.ts";

export const guestOptions = {
  kernel: {
    hardening: {
      enable: offOption(
        "Boots VMs with the hardened guest kernel: the guest baseline with the drivers of virtual machines. x86-64 only.",
      ),
      graphics: {
        enable: offOption(
          "Adds display and virtual input drivers to the hardened guest kernel, as gui-vm needs them. Counts only with the hardened guest kernel on.",
        ),
      },
    },
  },
} satisfies OptionTree;
