/** From a lock and our own files to the folder that a VM's state directory links as `current`. */

import { link, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mirror } from "./debian/mirror.ts";
import {
  type FetchOptions,
  hashOfFile,
  storedPackages,
} from "./debian/packages.ts";
import type { PinnedPackage } from "./debian/pinned-package.ts";
import type { GuestRole } from "./guest-role.ts";
import { storedInitrd } from "./initrd/initrd.ts";
import { type Kernel, storedKernel } from "./kernel/kernel.ts";
import { type ImageLock, packagesOf, setOf } from "./lock/image-lock.ts";
import type { OnProgress, StepName } from "./progress.ts";
import type { ImageFile } from "./root/image-files.ts";
import { storedBase, storedSet } from "./root/package-tree.ts";
import { type Compression, storedRoot } from "./root/root.ts";
import { bytesOf } from "./store/size.ts";
import type { Result, Store } from "./store/store.ts";

export interface ImageOptions {
  readonly store: Store;
  readonly lock: ImageLock;
  /** A set of the lock: what the root has beside the base. */
  readonly set: string;
  /** Decides which modules the kernel may load. */
  readonly role: GuestRole;
  /** Asked only for packages that the store does not have. */
  readonly mirror: () => Promise<Mirror>;
  /** Our programs and their units, for every VM of the image. */
  readonly files: readonly ImageFile[];
  /** This workspace, on the disk: its guest files and recipes. */
  readonly workspace: string;
  /** `lz4` unless said otherwise. */
  readonly compression?: Compression;
  readonly onProgress?: OnProgress;
}

/** What the manifest of an image says (manifest.json). */
export interface ImageManifest {
  readonly version: 1;
  /** Of the kernel. */
  readonly release: string;
  readonly files: Readonly<Record<ImageFileName, FileRecord>>;
  readonly packages: readonly PinnedPackage[];
}

export type ImageFileName = "vmlinux" | "initrd.cpio" | "root.erofs";

interface FileRecord {
  readonly bytes: number;
  readonly sha256: string;
}

const mostBytes = 16 << 20;

/**
 * The image, made now as far as the store does not have it; needs root for that. It has vmlinux,
 * initrd.cpio, root.erofs and manifest.json. Several may be made at a time: what they share is made
 * once. Throws ImageError.
 */
export async function buildImage(options: ImageOptions): Promise<Result> {
  const { store, lock, mirror, workspace, role } = options;
  const onProgress = options.onProgress ?? (() => {});
  const step = <T extends Result>(name: StepName, make: () => Promise<T>) =>
    told(onProgress, name, make);
  const packages = await imagePackages(lock, options.set, {
    ...{ store, mirror, onProgress },
  });
  const recipes = join(workspace, "recipes");
  const base = await step("base", () =>
    storedBase(store, { packages: packages.base, recipes }),
  );
  const tree = await step("set", () =>
    storedSet(store, base, { packages: packages.set, recipes }),
  );
  const kernel = await step("kernel", () =>
    storedKernel(store, packages.kernel),
  );
  const root = await step("root", () =>
    storedRoot(store, {
      ...{ tree, kernel, recipes, role },
      guest: join(workspace, "guest"),
      files: options.files,
      compression: options.compression ?? "lz4",
    }),
  );
  const initrd = await step("initrd", () =>
    storedInitrd(store, {
      ...{ kernel, busybox: packages.busybox },
      scripts: join(workspace, "guest/initrd"),
    }),
  );
  const { all: pinned } = packages;
  return await step("image", () =>
    storedImage(store, { kernel, root, initrd, pinned }),
  );
}

/** The files of the packages of one image. */
async function imagePackages(
  lock: ImageLock,
  name: string,
  options: Omit<FetchOptions, "pinned" | "beside">,
) {
  const set = setOf(lock, name);
  const { kernel, busybox, base } = lock;
  const pinned = [kernel, busybox, ...base.packages, ...set.packages];
  const beside = packagesOf(lock); // images of a device are made one after another
  const stored = await storedPackages({ ...options, pinned, beside });
  const [kernelFile, busyboxFile, ...files] = stored;
  if (kernelFile === undefined || busyboxFile === undefined) {
    throw new TypeError("each package that is asked for is given");
  }
  const installed = base.packages.length;
  return {
    ...{ kernel: kernelFile, busybox: busyboxFile },
    base: files.slice(0, installed),
    set: files.slice(installed),
    all: pinned.map(({ name, version, architecture, sha256, bytes }) => ({
      ...{ name, version, architecture, sha256, bytes },
    })),
  };
}

async function told<T extends Result>(
  onProgress: OnProgress,
  step: StepName,
  make: () => Promise<T>,
): Promise<T> {
  onProgress({ step, state: "started" });
  const result = await make();
  onProgress(
    result.found
      ? { step, state: "found" }
      : { step, state: "made", bytes: await bytesOf(result) },
  );
  return result;
}

async function storedImage(
  store: Store,
  parts: {
    readonly kernel: Kernel;
    readonly root: Result;
    readonly initrd: Result;
    readonly pinned: readonly PinnedPackage[];
  },
): Promise<Result> {
  const { kernel, root, initrd, pinned } = parts;
  const step = {
    name: "image",
    inputs: { packages: JSON.stringify(pinned) },
    uses: [kernel, root, initrd],
    bytes: mostBytes,
  };
  return await store.result(step, async (into) => {
    const paths = {
      vmlinux: kernel.vmlinux,
      "initrd.cpio": join(initrd.path, "initrd.cpio"),
      "root.erofs": join(root.path, "root.erofs"),
    };
    for (const [name, path] of Object.entries(paths)) {
      await link(path, join(into, name));
    }
    const manifest: ImageManifest = {
      version: 1,
      release: kernel.release,
      files: {
        vmlinux: await recordOf(paths.vmlinux),
        "initrd.cpio": await recordOf(paths["initrd.cpio"]),
        "root.erofs": await recordOf(paths["root.erofs"]),
      },
      packages: pinned,
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(into, "manifest.json"), text, { mode: 0o644 });
  });
}

async function recordOf(path: string): Promise<FileRecord> {
  const { size } = await stat(path);
  return { bytes: size, sha256: await hashOfFile(path) };
}
