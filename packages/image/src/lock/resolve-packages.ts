/** Pins the packages of all images of a device at once: one mirror, asked at one time. */

import {
  type Archive,
  openArchive,
  type ResolvedPackages,
} from "../debian/archive.ts";
import type { Mirror } from "../debian/mirror.ts";
import type { PinnedPackage } from "../debian/pinned-package.ts";
import {
  busyboxPackage,
  guestPackages,
  guestSuite,
  kernelPackage,
} from "../guest-packages.ts";
import { ImageError } from "../image-error.ts";
import type { Store } from "../store/store.ts";
import {
  type ImageLock,
  type PackageSet,
  sortedNames,
  type WantedSets,
} from "./image-lock.ts";

export interface ResolveOptions {
  /** For the lists, while they are read. */
  readonly store: Store;
  readonly mirror: Mirror;
  /** Debian packages beside those of every guest, for each image; a set may be empty. */
  readonly sets: WantedSets;
}

/** What apt's lists of packages take. */
const listBytes = 128 << 20;

/**
 * Asks the mirror for its present versions of what every guest has and of the sets. Throws
 * ImageError "package-unknown" for a name that it does not know, "package-conflict" for one that
 * cannot be installed beside what every guest has; both name the set.
 */
export async function resolvePackages({
  store,
  mirror,
  sets,
}: ResolveOptions): Promise<ImageLock> {
  return await store.scratch(listBytes, async (folder) => {
    const archive = await openArchive(mirror, folder);
    const base = await archive.resolve(sortedNames(guestPackages));
    const boot = await archive.resolve([kernelPackage, busyboxPackage]);
    const wanted = Object.entries(sets);
    const resolved: [string, PackageSet][] = [];
    for (const [name, names] of wanted) {
      resolved.push([name, await resolveSet(archive, base, { name, names })]);
    }
    return {
      suite: guestSuite,
      kernel: only(boot, /^linux-image-[0-9].*-cloud-amd64$/),
      busybox: only(boot, /^busybox-static$/),
      base: { wanted: sortedNames(guestPackages), packages: base.packages },
      sets: Object.fromEntries(resolved),
    };
  });
}

async function resolveSet(
  archive: Archive,
  base: ResolvedPackages,
  set: { readonly name: string; readonly names: readonly string[] },
): Promise<PackageSet> {
  const wanted = sortedNames(set.names);
  if (wanted.length === 0) return { wanted, packages: [] };
  try {
    const { packages } = await archive.resolve(wanted, base);
    return { wanted, packages };
  } catch (cause) {
    if (!(cause instanceof ImageError) || cause.code === "program") throw cause;
    const subject = `packages of ${set.name}`;
    throw new ImageError(cause.code, subject, cause.message, { cause });
  }
}

function only({ packages }: ResolvedPackages, name: RegExp): PinnedPackage {
  const [found, ...others] = packages.filter((one) => name.test(one.name));
  if (found !== undefined && others.length === 0) return found;
  throw new ImageError("package-unknown", String(name), "is not one package");
}
