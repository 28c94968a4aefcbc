/** Ports of a VM that others may reach, beside those of its role. */

import { type OptionTree, option, t } from "@ghaf/module-system";
import { hostName } from "../values/name.ts";
import { usedPort } from "../values/number.ts";

const opening = {
  port: option(usedPort, {
    origin: "ours",
    description: "The port that is opened in the VM.",
  }),
  protocol: option(t.oneOf("tcp", "udp"), {
    default: "tcp",
    origin: "ours",
    description: "The transport protocol.",
  }),
  from: option(hostName, {
    example: "gui-vm",
    origin: "ours",
    description:
      "Who may reach it: a VM by its name, “ghaf-host”, or “any” for every VM.",
  }),
} as const satisfies OptionTree;

export const guestFirewallOptions = {
  allow: option(t.listOf(t.submodule(opening)), {
    default: [],
    example: [{ port: 8080, from: "gui-vm" }],
    origin: "ours",
    description:
      "Connections that the VM accepts. Everything that is not listed is refused.",
  }),
} as const satisfies OptionTree;
