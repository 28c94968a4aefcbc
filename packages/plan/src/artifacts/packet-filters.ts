/** The packet filters of the host and of each VM, and what makes a VM pass on packets at all. */

import { HOST_NAME, type System } from "@ghaf/system";
import type { Allocation } from "../allocation/allocation.ts";
import type { Placement } from "../allocation/placement.ts";
import { dhcpOf } from "../dhcp/dhcp.ts";
import { guestRuleset } from "../firewall/guest-rules.ts";
import { hostRuleset } from "../firewall/host-rules.ts";
import { reachability } from "../firewall/reachability.ts";
import { type Artifact, publicFile } from "./artifact.ts";

export function packetFilters(
  system: System,
  allocation: Allocation,
  placements: readonly Placement[],
): readonly Artifact[] {
  const reach = reachability(system, allocation);
  const dhcp = dhcpOf(system, placements);
  const host = hostRuleset({ system, placements, reach, dhcp });
  const guests = system.vms.map((vm) =>
    filter(vm.name, guestRuleset({ system, vm, reach, dhcp })),
  );
  const gateways = new Set(reach.outside.map(({ through }) => through));
  const forwarding = [...gateways].map((name) =>
    publicFile(
      ...([name, "/etc/sysctl.d/50-ghaf-forward.conf"] as const),
      "net.ipv4.ip_forward = 1\n",
    ),
  );
  return [filter(HOST_NAME, host), ...guests, ...forwarding];
}

/** Read by nftables.service of Debian. */
function filter(system: string, text: string): Artifact {
  return { system, path: "/etc/nftables.conf", mode: "0755", text };
}
