/** What a VM keeps when it stops (spec 2.16). */

import type { GuestConfig } from "./guest.ts";

export interface Storage {
  /** What the storage is called on the host. */
  readonly name: string;
  readonly directories: readonly KeptDirectory[];
  readonly files: readonly string[];
  /** What is kept of homes, by user name. */
  readonly homes: readonly KeptHome[];
}

type StorageConfig = GuestConfig["ghaf"]["storagevm"];
export type KeptDirectory = StorageConfig["directories"][number];

export interface KeptHome {
  readonly user: string;
  readonly directories: readonly {
    /** Below the home. */
    readonly path: string;
    /** Octal: `0755`. */
    readonly mode: string;
  }[];
  readonly files: readonly string[];
}

/** Null: it forgets everything. */
export function storageOf(guest: GuestConfig, vm: string): Storage | null {
  const { enable, name, directories, files, users } = guest.ghaf.storagevm;
  if (!enable) return null;
  const homes = Object.entries(users)
    .map(([user, kept]) => ({
      user,
      directories: onePerPath(kept.directories),
      files: [...new Set(kept.files)],
    }))
    .sort((a, b) => (a.user < b.user ? -1 : 1));
  return {
    name: name === "" ? vm : name,
    directories: onePerPath(directories),
    files: [...new Set(files)],
    homes,
  };
}

/** What a role keeps anyway may be named again, with another mode: the later entry counts. */
function onePerPath<T extends { readonly path: string }>(
  entries: readonly T[],
): readonly T[] {
  return [...new Map(entries.map((entry) => [entry.path, entry])).values()];
}
