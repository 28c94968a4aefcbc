/** Each VM with what it has to know of the others, and of the host, to boot. */

import type { System } from "@ghaf/system";
import type { Placement } from "../allocation/placement.ts";
import { type HostKind, SYSTEMD_HOST } from "../host-kind.ts";
import { accountWords } from "./account.ts";
import type { GuestPlace, PlacedFolder } from "./kernel-command-line.ts";
import { uplinkOf } from "./uplink.ts";

export function guestPlaces(
  system: System,
  placements: readonly Placement[],
  host: HostKind = SYSTEMD_HOST,
): readonly GuestPlace[] {
  const { network } = system;
  const account = accountWords(system);
  const sharedDirectory = placedFolder(system, host);
  const addresses = new Map(
    placements.map(({ vm, address }) => [vm.name, address]),
  );
  return placements.map((placement) => {
    const { gateway } = placement.vm;
    const address = gateway === null ? undefined : addresses.get(gateway);
    const uplink = uplinkOf(placement, host);
    return {
      ...{ placement, network, gateway: address ?? null },
      ...{ uplink, account, sharedDirectory },
    };
  });
}

/** Of an instance it is below its folder, two above the state directories of VMs. */
function placedFolder(
  { host: { sharedDirectory } }: System,
  { kind }: HostKind,
): PlacedFolder | null {
  if (sharedDirectory === null) return null;
  const { source: named } = sharedDirectory;
  return { named, at: kind === "instance" ? `../..${named}` : named };
}
