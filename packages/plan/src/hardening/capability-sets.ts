/** Capabilities that units go without, in the sets that they share (spec 2.11). */

import type { Capability, Directives } from "./directives.ts";

/** Hardly any service needs them. */
export const RARE: readonly Capability[] = [
  ...(["SYS_PACCT", "KILL", "FOWNER", "LINUX_IMMUTABLE"] as const),
  ...(["SYS_MODULE", "SYS_TTY_CONFIG", "SYS_BOOT", "SYS_CHROOT"] as const),
  ...(["LEASE", "MKNOD", "SYS_RAWIO", "SYS_PTRACE"] as const),
];

export const NETWORK: readonly Capability[] = [
  ...(["NET_ADMIN", "NET_BIND_SERVICE"] as const),
  ...(["NET_BROADCAST", "NET_RAW"] as const),
];

/** Of what starts, looks after files and ends. */
export const OF_TASKS: readonly Capability[] = [
  ...RARE,
  ...NETWORK,
  ...(["IPC_LOCK", "BLOCK_SUSPEND", "SYS_ADMIN"] as const),
];

/** @param needed those of the set that the unit could not work without */
export function without(
  set: readonly Capability[],
  needed: readonly Capability[] = [],
): Directives {
  const gone = set.filter((one) => !needed.includes(one));
  return { CapabilityBoundingSet: { without: gone } };
}
