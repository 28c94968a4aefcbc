/** What packet filters let pass of DHCP: questions of each VM about itself to the server, and the server's answers to whoever asked (RFC 2131, RFC 951). */

import type { Placement } from "../allocation/placement.ts";
import type { Dhcp } from "../dhcp/dhcp.ts";
import { INSIDE } from "../machines.ts";
import { INSIDE_NETWORKS, POOL } from "./address-names.ts";
import type { OpenPort } from "./reachability.ts";
import { addressesOf, type Chain } from "./ruleset.ts";

const QUESTION = "udp sport 68 udp dport 67";
const ANSWER = "udp sport 67 udp dport 68";
/** Of one that has no address yet, and where it asks. */
const NOBODY = "0.0.0.0";
const EVERYBODY = "255.255.255.255";
const NAME_SERVICE_PORT = 53;

/** In a VM: the server hears everybody, the others hear the server. */
export function guestDhcpRules(
  dhcp: Dhcp | null,
  vm: string,
): readonly string[] {
  if (dhcp === null) return [];
  const from = `iifname "${INSIDE}" ip saddr`;
  const { server, clients, pool } = dhcp;
  if (vm !== server.vm.name) {
    return [`${from} ${addressesOf([server.vm.name])} ${ANSWER} accept`];
  }
  const names = [
    ...clients.map(({ placement }) => placement.vm.name),
    ...(pool === null ? [] : [POOL]),
  ];
  return [`${from} ${sources(names)} ${QUESTION} accept`];
}

function sources(names: readonly string[]): string {
  return `{ ${[NOBODY, ...names.map((name) => `$${name}`)].join(", ")} }`;
}

/** A VM without an address has none of its own to be held to. */
export function askingRules(
  dhcp: Dhcp | null,
  { vm }: Placement,
): readonly string[] {
  if (dhcp === null || vm.name === dhcp.server.vm.name) return [];
  return [ASKING];
}

const ASKING = `ip saddr ${NOBODY} ip daddr ${EVERYBODY} ${QUESTION} return`;

/** On the bridge, before what flows allow: whoever may send from any port could otherwise play the server. */
export function carriedDhcp(dhcp: Dhcp | null): readonly string[] {
  if (dhcp === null) return [];
  const { server, clients } = dhcp;
  const target = `ip daddr { ${EVERYBODY}, $${server.vm.name} }`;
  const answers = `iifname "${server.tap}" ip saddr $${server.vm.name} ${ANSWER}`;
  const each = clients.flatMap(({ placement: { tap, mac, vm } }) => [
    `iifname "${tap}" oifname "${server.tap}" ip saddr ${sources([vm.name])} ${target} ${QUESTION} ${message(REQUEST, mac)} accept`,
    `${answers} oifname "${tap}" ${message(REPLY, mac)} accept`,
  ]);
  const { pool } = dhcp;
  const others =
    pool === null
      ? []
      : [
          `${strangers(dhcp, "iifname")} oifname "${server.tap}" ip saddr ${sources([POOL])} ${target} ${QUESTION} ${REQUEST} accept`,
          `${answers} ${strangers(dhcp, "oifname")} ${REPLY} accept`,
        ];
  return [...each, ...others, "udp dport { 67, 68 } drop"];
}

/** The first words of a message: which kind, and that Ethernet addresses follow. A question has come over no relay, to which the server would answer wherever it is. */
const REQUEST = "@th,64,24 0x010106 @th,256,32 0x0";
const REPLY = "@th,64,24 0x020106";

/** A message about this Ethernet address, which a client says of itself. */
function message(kind: string, mac: string): string {
  return `${kind} @th,288,48 ${hardware(mac)}`;
}

function hardware(mac: string): string {
  return `0x${mac.replaceAll(":", "")}`;
}

/** What addresses of the pool may connect to: the name service. */
export function poolPorts(dhcp: Dhcp | null): readonly OpenPort[] {
  if (dhcp === null || dhcp.pool === null) return [];
  const to = dhcp.server.vm.name;
  return (["tcp", "udp"] as const).map((protocol) => ({
    ...{ to, protocol, port: NAME_SERVICE_PORT },
    ...{ from: [POOL], why: "" },
  }));
}

/** To and from outside, as VMs of the device. */
export function poolOutside(dhcp: Dhcp | null): readonly string[] {
  if (dhcp === null || dhcp.pool === null) return [];
  const { tap, mac } = dhcp.pool.gateway;
  const [pool, inside] = [addressesOf([POOL]), INSIDE_NETWORKS];
  return [
    `ip saddr ${pool} oifname "${tap}" ether daddr ${mac} ip daddr != ${inside} accept`,
    `iifname "${tap}" ip saddr != ${inside} ip daddr ${pool} accept`,
  ];
}

/** Interfaces of VMs that the plan does not know. */
function strangers(
  { server, clients }: Dhcp,
  which: "iifname" | "oifname",
): string {
  const taps = [server, ...clients.map(({ placement }) => placement)].map(
    ({ tap }) => `"${tap}"`,
  );
  return `${which} "tap-*" ${which} != { ${taps.join(", ")} }`;
}

const STRANGERS = "from-others";

/** Where the bridge sends what comes from there, and what of it goes on: under addresses of the pool, and as no VM of the device. */
export function strangerChains(dhcp: Dhcp | null): {
  readonly jumps: readonly string[];
  readonly chains: readonly Chain[];
} {
  if (dhcp === null || dhcp.pool === null) return { jumps: [], chains: [] };
  const known = [
    dhcp.server,
    ...dhcp.clients.map(({ placement }) => placement),
  ].map(({ mac }) => mac);
  const rules = [
    `ether saddr { ${known.join(", ")} } drop`,
    ...known.map((mac) => `${QUESTION} @th,288,48 ${hardware(mac)} drop`),
    `ether type arp arp saddr ip $${POOL} return`,
    `ether type ip ip saddr $${POOL} return`,
    ...[ASKING, "drop"],
  ];
  return {
    jumps: [`${strangers(dhcp, "iifname")} jump ${STRANGERS}`],
    chains: [{ name: STRANGERS, rules }],
  };
}
