/** Who is told which address by the DHCP server in the VM that routes: every VM its own, and others at most one of a pool. */

import type { System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";

export interface Dhcp {
  readonly server: Placement;
  /** All other VMs. */
  readonly clients: readonly DhcpClient[];
  /** Null: nobody else gets an address. */
  readonly pool: DhcpPool | null;
}

export interface DhcpClient {
  readonly placement: Placement;
  readonly gateway: Placement;
}

/** For VMs on the bridge that the plan does not know. */
export interface DhcpPool {
  /** `192.168.100.200`; both included. */
  readonly first: string;
  readonly last: string;
  readonly gateway: Placement;
}

/** Null: nobody answers. */
export function dhcpOf(
  { network }: System,
  placements: readonly Placement[],
): Dhcp | null {
  const server = placements.find(({ vm }) => vm.role === "net");
  if (network.dhcp === null || network.bridge === null) return null;
  if (server === undefined) return null;
  const { pool } = network.dhcp;
  const named = new Map(placements.map((one) => [one.vm.name, one]));
  const clients = placements
    .filter((one) => one !== server)
    .map((placement) => {
      const gateway = named.get(placement.vm.gateway ?? "") ?? server;
      return { placement, gateway };
    });
  if (pool === null) return { server, clients, pool };
  const address = (number: number) => `${network.internalPrefix}.${number}`;
  const { first, last } = pool;
  // Where what they send is inspected, if it is at all.
  const gateway = placements.find(({ vm }) => vm.role === "ids") ?? server;
  return {
    ...{ server, clients },
    pool: { first: address(first), last: address(last), gateway },
  };
}
