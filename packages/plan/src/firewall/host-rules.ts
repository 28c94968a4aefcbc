/** What the host accepts, and what its bridge carries between VMs: each VM under its own addresses only, and only along the table of connections. */

import { HOST_NAME, type System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import type { Dhcp } from "../dhcp/dhcp.ts";
import { QEMU_USERS } from "../hypervisor/qemu-users.ts";
import { addressNames, INSIDE_NETWORKS } from "./address-names.ts";
import {
  askingRules,
  carriedDhcp,
  poolOutside,
  poolPorts,
  strangerChains,
} from "./dhcp-rules.ts";
import { type OpenPort, openPorts, type Reachability } from "./reachability.ts";
import {
  addressesOf,
  type Chain,
  commentOf,
  rulesetText,
  type Table,
} from "./ruleset.ts";

interface HostRules {
  readonly system: System;
  readonly placements: readonly Placement[];
  readonly reach: Reachability;
  readonly dhcp: Dhcp | null;
}

export function hostRuleset(host: HostRules): string {
  const { bridge } = host.system.network;
  const own: Table = { family: "inet", chains: ownChains(host) };
  return rulesetText(
    addressNames(host),
    bridge === null
      ? [own]
      : [own, { family: "bridge", chains: bridged(host) }],
  );
}

/** The host passes nothing on: VMs have a gateway of their own. */
function ownChains({ system, placements, reach }: HostRules): readonly Chain[] {
  const { bridge } = system.network;
  const mine = reach.connections.filter(({ to }) => to === HOST_NAME);
  const accepted = openPorts(mine).map(
    ({ from, protocol, port, why }) =>
      `iifname "${bridge}" ip saddr ${addressesOf(from)} ${protocol} dport ${port} accept${commentOf(why)}`,
  );
  return [
    {
      name: "input",
      hook: "type filter hook input priority filter; policy drop;",
      rules: [
        "ct state established,related accept",
        "ct state invalid drop",
        'iifname "lo" accept',
        ...accepted,
        ...(system.host.development.ssh
          ? [`${outward(bridge)}tcp dport 22 accept`]
          : []),
      ],
    },
    {
      name: "forward",
      hook: "type filter hook forward priority filter; policy drop;",
      rules: bridge === null ? [] : [carriedByBridge(bridge)],
    },
    hypervisorChain(placements),
  ];
}

/** QEMU speaks through interfaces and not sockets, but where it is the network of its VM itself; it answers who asks it. */
function hypervisorChain(placements: readonly Placement[]): Chain {
  const { first, last, ofDevice } = QEMU_USERS;
  const ownNetwork = placements
    .filter(({ vm }) =>
      vm.hypervisor.interfaces.some(({ type }) => type === "user"),
    )
    .map(
      ({ vm, address }) =>
        `meta skuid & ${ofDevice - 1} == ${address.split(".").at(-1)} accept${commentOf(`the QEMU of ${vm.name}`)}`,
    );
  return {
    name: "output",
    hook: "type filter hook output priority filter; policy accept;",
    rules: [
      "ct state established,related accept",
      ...ownNetwork,
      `meta skuid ${first}-${last} drop${commentOf("a QEMU")}`,
    ],
  };
}

/** Where the kernel has br_netfilter, what the bridge carries comes by here too; the bridge's own rules decide on it. */
function carriedByBridge(bridge: string): string {
  return `iifname "${bridge}" oifname "${bridge}" accept`;
}

/** VMs do not log in to the host. */
function outward(bridge: string | null): string {
  return bridge === null ? "" : `iifname != "${bridge}" `;
}

/** Without connection tracking, which not every kernel has for bridges: an answer is known by its port, and each VM tracks for itself. */
function bridged(host: HostRules): readonly Chain[] {
  const { placements, reach, dhcp } = host;
  const between = reach.connections.filter(
    ({ from, to }) => from !== HOST_NAME && to !== HOST_NAME,
  );
  const strangers = strangerChains(dhcp);
  return [
    {
      name: "prerouting",
      hook: "type filter hook prerouting priority filter; policy accept;",
      rules: [
        ...placements.map(
          ({ tap, vm }) => `iifname "${tap}" jump from-${vm.name}`,
        ),
        ...strangers.jumps,
      ],
    },
    {
      name: "forward",
      hook: "type filter hook forward priority filter; policy drop;",
      rules: [
        // What is on other bridges of the machine is not ours.
        'iifname != "tap-*" oifname != "tap-*" accept',
        "ether type arp accept",
        ...carriedDhcp(dhcp),
        ...[...openPorts(between), ...poolPorts(dhcp)].flatMap(carried),
        ...outsideRules(host),
        ...poolOutside(dhcp),
      ],
    },
    ...placements.map((placement) => ownAddresses(host, placement)),
    ...strangers.chains,
  ];
}

function carried(open: OpenPort): readonly string[] {
  const { to, protocol, port, from, why } = open;
  const [source, target] = [addressesOf(from), addressesOf([to])];
  const there = `ip saddr ${source} ip daddr ${target} ${protocol} dport ${port}`;
  const back = `ip saddr ${target} ip daddr ${source} ${protocol} sport ${port}`;
  const begun = protocol === "tcp" ? " tcp flags & (syn | ack) != syn" : "";
  return [`${there} accept${commentOf(why)}`, `${back}${begun} accept`];
}

/** To and from outside only by way of the VM's gateway. */
function outsideRules({ placements, reach }: HostRules): readonly string[] {
  const named = new Map(placements.map((one) => [one.vm.name, one]));
  return reach.outside.flatMap(({ from, through }) => {
    const [vm, gateway] = [named.get(from), named.get(through)];
    if (vm === undefined || gateway === undefined) return [];
    const there = `iifname "${vm.tap}" oifname "${gateway.tap}"`;
    const back = `iifname "${gateway.tap}" oifname "${vm.tap}"`;
    return [
      `${there} ether daddr ${gateway.mac} ip daddr != ${INSIDE_NETWORKS} accept`,
      `${back} ether daddr ${vm.mac} ip saddr != ${INSIDE_NETWORKS} accept`,
    ];
  });
}

/** Whatever a VM sends under another address ends here. A gateway also speaks for what is outside. */
function ownAddresses({ reach, dhcp }: HostRules, placement: Placement): Chain {
  const { vm, mac } = placement;
  const own = addressesOf([vm.name]);
  const isGateway = reach.outside.some(({ through }) => through === vm.name);
  return {
    name: `from-${vm.name}`,
    rules: [
      `ether saddr != ${mac} drop`,
      `ether type arp arp saddr ether ${mac} arp saddr ip ${own} return`,
      `ether type ip ip saddr ${own} return`,
      ...(isGateway
        ? [`ether type ip ip saddr != ${INSIDE_NETWORKS} return`]
        : []),
      ...askingRules(dhcp, placement),
      "drop",
    ],
  };
}
