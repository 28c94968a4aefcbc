/** All options that a description can define, under the names of the reference. */

import { documentTree, evaluate, type OptionEntry } from "@ghaf/module-system";
import { guestOptions, type PlatformConfig, platform } from "@ghaf/system";

export interface KnownOption {
  readonly name: string;
  /** Whether the reference documents it (spec/options.json). */
  readonly isDocumented: boolean;
  /** Whether it has options of its own, which then stand for it. */
  readonly isGroup: boolean;
}

export function knownOptions(): readonly KnownOption[] {
  const device = evaluate<PlatformConfig>([platform]).options();
  const guest = documentTree(guestOptions).map((entry) => ({
    ...entry,
    name: `guest.${entry.name}`,
  }));
  const entries: readonly OptionEntry[] = [...device, ...guest];
  return entries.map(({ name, origin }) => ({
    name,
    isDocumented: origin === undefined,
    isGroup: entries.some((other) => other.name.startsWith(`${name}.`)),
  }));
}
