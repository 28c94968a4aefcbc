/** What a guest module may set: the definition of one VM beside its role, and nothing of the device (machine-design 1). */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { debianPackage } from "../values/debian-package.ts";
import { guestFiles } from "./guest-files.ts";
import { guestFirewallOptions } from "./guest-firewall.ts";
import { guestGhafOptions } from "./guest-ghaf.ts";
import { guestUnits } from "./guest-units.ts";
import { microvmOptions } from "./microvm.ts";

export const guestOptions = {
  microvm: microvmOptions,
  ghaf: guestGhafOptions,
  files: option(guestFiles, {
    default: {},
    example: { "/etc/motd": { text: "This is gui-vm.\n" } },
    origin: "ours",
    description: "Files of the VM by their absolute path.",
  }),
  units: option(guestUnits, {
    default: {},
    example: {
      "hello.service": {
        sections: {
          Service: { Type: "oneshot", ExecStart: "/usr/bin/hello" },
          Install: { WantedBy: "multi-user.target" },
        },
      },
    },
    origin: "ours",
    description: "Units of systemd in the VM, by their names.",
  }),
  packages: option(t.listOf(debianPackage), {
    default: [],
    example: ["tcpdump"],
    origin: "ours",
    description: "Debian packages that are installed in the VM.",
  }),
  firewall: guestFirewallOptions,
} as const satisfies OptionTree;
