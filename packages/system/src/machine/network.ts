/** The network between host and VMs, as far as it is said before addresses are allocated (spec 2.1, 2.2). */

import type { PlatformConfig } from "../options/platform-options.ts";
import { rangeEnds } from "../values/address.ts";
import {
  DEBUG_PREFIX,
  FIRST_APP_ADDRESS,
  INTERNAL_PREFIX,
  PREFIX_LENGTH,
} from "./reservations.ts";

export interface Network {
  /** The bridge that the taps of all VMs join; null: the host has none. */
  readonly bridge: string | null;
  /** `192.168.100`; addresses are this and a number. */
  readonly internalPrefix: string;
  /** The second network, which only debug builds have and the host is in. */
  readonly debugPrefix: string | null;
  /** In bits. */
  readonly prefixLength: number;
  /** The number of the application VM with slot 0. */
  readonly firstAppAddress: number;
  /** The vsock CID and the port for windows of the application VM with slot 0. */
  readonly firstAppCid: number;
  readonly firstWaypipePort: number;
  /** Whether machines get the table of names. */
  readonly hostTable: boolean;
  /** Names with addresses that a person chose, for VMs and for others. */
  readonly pinnedHosts: readonly PinnedHost[];
  /** Connections that are allowed beyond those of roles. */
  readonly flows: readonly Flow[];
  /** Whether the VM that routes answers DHCP; null: it does not. */
  readonly dhcp: DhcpServer | null;
}

export interface DhcpServer {
  /** What it gives to those that are no VMs of the device; null: nothing. */
  readonly pool: AddressRange | null;
}

/** Last numbers of addresses in the internal network, both included. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

export interface PinnedHost {
  readonly name: string;
  /** IPv4, dotted. */
  readonly ip: string;
}

export type Flow = PlatformConfig["ghaf"]["networking"]["flows"][number];

const BRIDGE = "virbr0";

export function networkOf({ ghaf }: PlatformConfig): Network {
  const { appvm } = ghaf.virtualization.microvm;
  return {
    bridge: ghaf.host.networking.enable ? BRIDGE : null,
    internalPrefix: INTERNAL_PREFIX,
    debugPrefix: ghaf.profiles.debug.enable ? DEBUG_PREFIX : null,
    prefixLength: PREFIX_LENGTH,
    firstAppAddress: FIRST_APP_ADDRESS,
    firstAppCid: appvm.vsockBaseCID,
    firstWaypipePort: appvm.waypipeBasePort,
    hostTable: ghaf.networking.hosts.enable,
    pinnedHosts: ghaf.networking.hosts.entries,
    flows: ghaf.networking.flows,
    dhcp: ghaf.networking.dhcp.enable
      ? { pool: poolOf(ghaf.networking.dhcp.pool) }
      : null,
  };
}

function poolOf(text: string | null): AddressRange | null {
  if (text === null) return null;
  const [first, last] = rangeEnds(text);
  return { first: first.number, last: last.number };
}
