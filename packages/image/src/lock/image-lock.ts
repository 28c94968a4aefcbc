/** Which packages images are made of, in which versions: the part `packages` of ghaf.lock.json. */

import type { PinnedPackage } from "../debian/pinned-package.ts";
import { guestPackages, guestSuite } from "../guest-packages.ts";
import { ImageError } from "../image-error.ts";

/** Everything in it is JSON. */
export interface ImageLock {
  /** The release of Debian that all are of. */
  readonly suite: string;
  readonly kernel: PinnedPackage;
  readonly busybox: PinnedPackage;
  /** Of every root. */
  readonly base: PackageSet;
  /** What roots have beside the base, by the name that whoever resolved them gave. */
  readonly sets: Readonly<Record<string, PackageSet>>;
}

export interface PackageSet {
  /** The names that were asked for, sorted. */
  readonly wanted: readonly string[];
  /** All that they need and the base does not have, by name. */
  readonly packages: readonly PinnedPackage[];
}

/** Names that are asked for, by the name of their set. */
export type WantedSets = Readonly<Record<string, readonly string[]>>;

/**
 * The names of sets that the lock does not have, or has for other packages; "base" when this
 * version of ghaf makes every guest of other packages than the one that made the lock. Empty: every
 * wanted image can be built from the lock.
 */
export function unresolvedSets(lock: ImageLock, wanted: WantedSets): string[] {
  const base = { suite: lock.suite, wanted: lock.base.wanted };
  const present = { suite: guestSuite, wanted: sortedNames(guestPackages) };
  return [
    ...(equal(base, present) ? [] : ["base"]),
    ...Object.entries(wanted)
      .filter(
        ([name, names]) =>
          !equal(setIn(lock, name)?.wanted, sortedNames(names)),
      )
      .map(([name]) => name),
  ];
}

/** Throws ImageError "lock-invalid" when the lock has no such set. */
export function setOf(lock: ImageLock, name: string): PackageSet {
  const set = setIn(lock, name);
  if (set !== undefined) return set;
  const known = Object.keys(lock.sets).join(", ") || "none";
  throw new ImageError(
    "lock-invalid",
    name,
    `is no set of packages of the lock, which has ${known}: \`ghaf lock update\` resolves it`,
  );
}

function setIn(lock: ImageLock, name: string): PackageSet | undefined {
  return Object.hasOwn(lock.sets, name) ? lock.sets[name] : undefined;
}

/** Every package that some image of the lock has, once. */
export function packagesOf(lock: ImageLock): PinnedPackage[] {
  const { kernel, busybox, base, sets } = lock;
  const all = [
    ...[kernel, busybox],
    ...[base, ...Object.values(sets)].flatMap(({ packages }) => packages),
  ];
  return [...new Map(all.map((one) => [one.sha256, one])).values()];
}

export function sortedNames(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

function equal(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
