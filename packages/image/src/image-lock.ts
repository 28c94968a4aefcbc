/** Which packages an image is made of, in which versions: resolved once, kept by the caller, used for every build. */

import { withArchive } from "./debian/archive.ts";
import type { Mirror } from "./debian/mirror.ts";
import { byName, type PinnedPackage } from "./debian/pinned-package.ts";
import {
  busyboxPackage,
  guestPackages,
  kernelPackage,
} from "./guest-packages.ts";
import { ImageError } from "./image-error.ts";

export interface ImageLock {
  /** Of the root, by name. */
  readonly root: readonly PinnedPackage[];
  readonly kernel: PinnedPackage;
  readonly busybox: PinnedPackage;
}

/**
 * Asks the mirror for its present versions of what every guest has and of `extra`. Throws
 * ImageError "package-gone" for a name that it does not know.
 */
export async function resolveImage(
  mirror: Mirror,
  extra: readonly string[] = [],
): Promise<ImageLock> {
  return await withArchive(mirror, async (archive) => {
    const names = [...new Set([...guestPackages, ...extra])].sort();
    const root = await archive.resolve(names);
    const boot = await archive.resolve([kernelPackage, busyboxPackage]);
    return {
      root: root.sort(byName),
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
