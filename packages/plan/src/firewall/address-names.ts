/** The names by which rules mean addresses: each machine's own, and `inside` for the networks of the device. */

import type { System } from "@ghaf/system";
import type { Dhcp } from "../dhcp/dhcp.ts";
import { networksOf } from "../machines.ts";
import type { Reachability } from "./reachability.ts";
import type { Definitions } from "./ruleset.ts";

/** As rules write it. */
export const INSIDE_NETWORKS = "$inside";

/** In place of a machine's name: those that the DHCP server gives to VMs that are not of the device. */
export const POOL = "pool";

interface Named {
  readonly system: System;
  readonly reach: Reachability;
  readonly dhcp: Dhcp | null;
}

export function addressNames({ system, reach, dhcp }: Named): Definitions {
  const pool = dhcp?.pool ?? null;
  return new Map([
    ["inside", networksOf(system)],
    ...reach.machines.map(({ name, addresses }) => [name, addresses] as const),
    ...(pool === null ? [] : [[POOL, [`${pool.first}-${pool.last}`]] as const]),
  ]);
}
