/** Each VM with what it has to know of the others to boot. */

import type { System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import type { GuestPlace } from "./kernel-command-line.ts";

export function guestPlaces(
  { network }: System,
  placements: readonly Placement[],
): readonly GuestPlace[] {
  const addresses = new Map(
    placements.map(({ vm, address }) => [vm.name, address]),
  );
  return placements.map((placement) => {
    const { gateway } = placement.vm;
    const address = gateway === null ? undefined : addresses.get(gateway);
    return { placement, network, gateway: address ?? null };
  });
}
