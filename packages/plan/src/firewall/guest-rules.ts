/** What a VM accepts and passes on (spec 2.4): nothing but what the table of connections says. */

import type { System, Vm } from "@ghaf/system";
import type { Dhcp } from "../dhcp/dhcp.ts";
import { INSIDE } from "../machines.ts";
import { addressNames, INSIDE_NETWORKS } from "./address-names.ts";
import { guestDhcpRules, poolPorts } from "./dhcp-rules.ts";
import { type OpenPort, openPorts, type Reachability } from "./reachability.ts";
import { addressesOf, type Chain, commentOf, rulesetText } from "./ruleset.ts";

/** Where the interceptor of ids-vm listens (spec 2.3). */
const INTERCEPTOR_PORT = 8080;

interface GuestRules {
  readonly system: System;
  readonly vm: Vm;
  readonly reach: Reachability;
  readonly dhcp: Dhcp | null;
}

export function guestRuleset(guest: GuestRules): string {
  const chains = [inputChain(guest), forwardChain(guest), ...natChains(guest)];
  const names = addressNames(guest);
  return rulesetText(names, [{ family: "inet", chains }]);
}

/** Answers belong to connections that were let in or begun here. */
const KNOWN = [
  "ct state established,related accept",
  "ct state invalid drop",
] as const;

function inputChain({ vm, reach, dhcp }: GuestRules): Chain {
  const mine = reach.connections.filter(({ to }) => to === vm.name);
  return {
    name: "input",
    hook: "type filter hook input priority filter; policy drop;",
    rules: [
      ...KNOWN,
      'iifname "lo" accept',
      ...openPorts(mine).map(acceptance),
      ...guestDhcpRules(dhcp, vm.name),
      ...poolPorts(dhcp)
        .filter(({ to }) => to === vm.name)
        .map(acceptance),
      ...(intercepts(vm)
        ? [`tcp dport ${INTERCEPTOR_PORT} ct status dnat accept`]
        : []),
    ],
  };
}

function acceptance({ from, protocol, port, why }: OpenPort): string {
  const source = `iifname "${INSIDE}" ip saddr ${addressesOf(from)}`;
  return `${source} ${protocol} dport ${port} accept${commentOf(why)}`;
}

function isGateway({ role }: Vm): boolean {
  return role === "net" || role === "ids";
}

function intercepts({ services }: Vm): boolean {
  return services.includes("interceptor");
}

function forwardChain({ vm }: GuestRules): Chain {
  const passed = `iifname "${INSIDE}" ip saddr ${INSIDE_NETWORKS} ip daddr != ${INSIDE_NETWORKS} accept`;
  return {
    name: "forward",
    hook: "type filter hook forward priority filter; policy drop;",
    rules: isGateway(vm) ? [...KNOWN, passed] : [],
  };
}

/** Beyond the gateway everything comes from it. */
function natChains({ vm }: GuestRules): readonly Chain[] {
  if (!isGateway(vm)) return [];
  const masquerade: Chain = {
    name: "postrouting",
    hook: "type nat hook postrouting priority srcnat;",
    rules: [
      `ip saddr ${INSIDE_NETWORKS} ip daddr != ${INSIDE_NETWORKS} masquerade`,
    ],
  };
  if (!intercepts(vm)) return [masquerade];
  const intercept = `iifname "${INSIDE}" ip daddr != ${INSIDE_NETWORKS} tcp dport { 80, 443 }`;
  return [
    {
      name: "prerouting",
      hook: "type nat hook prerouting priority dstnat;",
      rules: [`${intercept} redirect to :${INTERCEPTOR_PORT}`],
    },
    masquerade,
  ];
}
