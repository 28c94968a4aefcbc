/** The network of the VMs: a bridge with the host's address, in a namespace that is gone with its last process. */

import type { InstanceSpec } from "../spec/instance-spec.ts";

type Argv = readonly [string, ...string[]];

/**
 * Of the bridge: without one of its own it has that of a tap, and would change it
 * whenever a VM comes or goes. Locally administered (IEEE 802, 8.2).
 */
const BRIDGE_MAC = "02:67:68:61:66:02";

/** What makes the network, in order; each is run in the namespace. */
export function networkSteps(network: InstanceSpec["network"]): Argv[] {
  const loopback: Argv = ["ip", "link", "set", "lo", "up"];
  if (network === null) return [loopback];
  const { bridge, addresses, packetFilter } = network;
  const bridged: Argv = ["type", "bridge", "stp_state", "0"];
  return [
    loopback,
    // Rules first: there is no moment in which the bridge carries everything.
    ...(packetFilter === null ? [] : [["nft", "-f", packetFilter] as Argv]),
    ["ip", "link", "add", bridge, "address", BRIDGE_MAC, ...bridged],
    ["ip", "link", "set", bridge, "addrgenmode", "none"],
    ...addresses.map(
      (address): Argv => ["ip", "address", "add", address, "dev", bridge],
    ),
    ["ip", "link", "set", bridge, "up"],
  ];
}

/** The same program, run in the network namespace of that process. */
export function inNetworkOf(pid: number, argv: Argv): Argv {
  return ["nsenter", `--net=/proc/${pid}/ns/net`, "--", ...argv];
}
