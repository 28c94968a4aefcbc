/** Options of how a device starts: `ghaf.boot`. */

import type { OptionTree } from "@ghaf/module-system";
import { offByDefault } from "./off-by-default.ts";

export const bootOptions = {
  loader: {
    "systemd-boot-dtb": {
      enable: offByDefault(
        "Puts the board's device tree on the EFI system partition and names it in the newest boot entry. Needs systemd-boot and a board with a device tree.",
      ),
    },
  },
} satisfies OptionTree;
