/** From a lock and our own files to the folder that a VM's state directory links as `current`. */

import { link, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mirror } from "./debian/mirror.ts";
import { hashOfFile, storedPackages } from "./debian/packages.ts";
import type { PinnedPackage } from "./debian/pinned-package.ts";
import type { ImageLock } from "./image-lock.ts";
import { storedInitrd } from "./initrd/initrd.ts";
import { type Kernel, storedKernel } from "./kernel/kernel.ts";
import type { OnProgress, StepName } from "./progress.ts";
import { storedBase } from "./root/base.ts";
import type { ImageFile } from "./root/image-files.ts";
import { type Compression, storedRoot } from "./root/root.ts";
import { bytesOf } from "./store/size.ts";
import type { Result, Store } from "./store/store.ts";

export interface ImageOptions {
  readonly store: Store;
  readonly lock: ImageLock;
  /** Asked only for packages that the store does not have. */
  readonly mirror: () => Promise<Mirror>;
  /** Our programs and their units, for every VM of the image. */
  readonly files: readonly ImageFile[];
  /** This workspace, on the disk: its guest files and recipes. */
  readonly workspace: string;
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
 * initrd.cpio, root.erofs and manifest.json. Throws ImageError.
 */
export async function buildImage(options: ImageOptions): Promise<Result> {
  const { store, lock, mirror } = options;
  const onProgress = options.onProgress ?? (() => {});
  const wanted = [lock.kernel, lock.busybox, ...lock.root];
  const [kernelFile, busybox, ...packages] = await storedPackages({
    ...{ store, mirror, onProgress },
    pinned: wanted,
  });
  if (kernelFile === undefined || busybox === undefined) {
    throw new TypeError("a lock always names a kernel and a busybox");
  }
  const step = <T extends Result>(name: StepName, make: () => Promise<T>) =>
    told(onProgress, name, make);
  const { workspace } = options;
  const recipes = join(workspace, "recipes");
  const base = await step("base", () =>
    storedBase(store, { packages, recipes }),
  );
  const kernel = await step("kernel", () => storedKernel(store, kernelFile));
  const root = await step("root", () =>
    storedRoot(store, {
      ...{ base, kernel, recipes },
      guest: join(workspace, "guest"),
      files: options.files,
      compression: options.compression ?? "none",
    }),
  );
  const initrd = await step("initrd", () =>
    storedInitrd(store, {
      ...{ kernel, busybox },
      init: join(workspace, "guest/initrd/init"),
    }),
  );
  const pinned = wanted.map(
    ({ name, version, architecture, sha256, bytes }) => ({
      ...{ name, version, architecture, sha256, bytes },
    }),
  );
  return await step("image", () =>
    storedImage(store, { kernel, root, initrd, pinned }),
  );
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
