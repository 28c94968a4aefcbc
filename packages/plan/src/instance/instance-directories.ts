/** What VMs of an instance see of its folder: the directories that systemd-tmpfiles makes on a host of its own. */

import type { System } from "@ghaf/system";
import { sharedDirectories } from "../artifacts/host-directories.ts";
import { guestAccount } from "../guest/account.ts";

export interface InstanceDirectory {
  /** Below the folder of the instance. */
  readonly path: string;
  readonly mode: number;
  /** Ids, as the VMs have them. */
  readonly owner: number;
  readonly group: number;
}

/** Debian's group users (base-passwd). */
const USERS = 100;

/** Each after the one above it. */
export function instanceDirectories(
  system: System,
): readonly InstanceDirectory[] {
  const { uid } = guestAccount(system);
  return sharedDirectories(system).map(({ path, mode, owner }) => ({
    path: path.slice(1),
    mode: Number.parseInt(mode, 8),
    owner: owner === "root" ? 0 : uid,
    group: owner === "root" ? 0 : USERS,
  }));
}
