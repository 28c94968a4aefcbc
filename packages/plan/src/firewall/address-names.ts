/** The names by which rules mean addresses: each machine's own, and `inside` for the networks of the device. */

import type { System } from "@ghaf/system";
import { networksOf } from "../machines.ts";
import type { Reachability } from "./reachability.ts";
import type { Definitions } from "./ruleset.ts";

/** As rules write it. */
export const INSIDE_NETWORKS = "$inside";

export function addressNames(
  system: System,
  { machines }: Reachability,
): Definitions {
  return new Map([
    ["inside", networksOf(system)],
    ...machines.map(({ name, addresses }) => [name, addresses] as const),
  ]);
}
