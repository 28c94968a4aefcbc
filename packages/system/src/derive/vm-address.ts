/** The address of a VM as far as a configuration says it: what a person pinned, else what is reserved for the name. */

import { INTERNAL_PREFIX, reservedAddress } from "../machine/reservations.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

/** Dotted; null: it is not known before allocation. */
export function knownAddress(
  { ghaf }: PlatformConfig,
  name: string,
): string | null {
  const pinned = ghaf.networking.hosts.entries.find(
    (entry) => entry.name === name,
  );
  if (pinned !== undefined) return pinned.ip;
  const reserved = reservedAddress(name);
  return reserved === null ? null : `${INTERNAL_PREFIX}.${reserved}`;
}
