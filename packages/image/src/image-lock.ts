/** Which packages an image is made of, in which versions: resolved once, kept by the caller, used for every build. */

import { openArchive } from "./debian/archive.ts";
import type { Mirror } from "./debian/mirror.ts";
import type { PinnedPackage } from "./debian/pinned-package.ts";
import {
  busyboxPackage,
  guestPackages,
  kernelPackage,
} from "./guest-packages.ts";
import { ImageError } from "./image-error.ts";
import type { Store } from "./store/store.ts";

export interface ImageLock {
  /** Of the root, by name. */
  readonly root: readonly PinnedPackage[];
  readonly kernel: PinnedPackage;
  readonly busybox: PinnedPackage;
}

export interface ResolveOptions {
  /** For the lists, while they are read. */
  readonly store: Store;
  readonly mirror: Mirror;
  /** Debian packages beside those of every guest. */
  readonly extra?: readonly string[];
}

/**
 * Asks the mirror for its present versions of what every guest has and of `extra`. Throws
 * ImageError "package-gone" for a name that it does not know.
 */
export async function resolveImage(
  options: ResolveOptions,
): Promise<ImageLock> {
  const { store, mirror, extra = [] } = options;
  return await store.scratch(async (folder) => {
    const archive = await openArchive(mirror, folder);
    const names = [...new Set([...guestPackages, ...extra])].sort();
    const root = await archive.resolve(names);
    const boot = await archive.resolve([kernelPackage, busyboxPackage]);
    return {
      root,
      kernel: only(boot, /^linux-image-[0-9].*-cloud-amd64$/),
      busybox: only(boot, /^busybox-static$/),
    };
  });
}

function only(packages: readonly PinnedPackage[], name: RegExp): PinnedPackage {
  const [found, ...others] = packages.filter((one) => name.test(one.name));
  if (found !== undefined && others.length === 0) return found;
  throw new ImageError("package-gone", String(name), "is not one package");
}
