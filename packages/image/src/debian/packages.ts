/** The files of pinned packages in the store: each is fetched once, and never used when it is not what was pinned. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ImageError } from "../image-error.ts";
import type { OnProgress } from "../progress.ts";
import type { Result, Store } from "../store/store.ts";
import { openArchive } from "./archive.ts";
import type { Mirror } from "./mirror.ts";
import type { PinnedPackage } from "./pinned-package.ts";

/** A package whose file is in the store. */
export interface StoredPackage extends PinnedPackage {
  readonly result: Result;
  /** Its file. */
  readonly path: string;
}

export interface FetchOptions {
  readonly store: Store;
  readonly pinned: readonly PinnedPackage[];
  /** Asked only for what the store does not have. */
  readonly mirror: () => Promise<Mirror>;
  readonly onProgress: OnProgress;
}

/** All packages, in their order. Throws ImageError "package-gone" or "wrong-hash". */
export async function storedPackages(
  options: FetchOptions,
): Promise<StoredPackage[]> {
  const { store, pinned, onProgress } = options;
  onProgress({ step: "packages", state: "started" });
  const found = await Promise.all(pinned.map((one) => store.find(stepOf(one))));
  const missing = pinned.filter((_, index) => found[index] === undefined);
  const fetched = missing.length === 0 ? [] : await fetchAll(options, missing);
  const results = new Map(fetched.map((one) => [one.sha256, one.result]));
  const bytes = missing.reduce((sum, one) => sum + one.bytes, 0);
  onProgress(
    missing.length === 0
      ? { step: "packages", state: "found" }
      : { step: "packages", state: "made", bytes },
  );
  return pinned.map((one, index) =>
    stored(one, found[index] ?? results.get(one.sha256)),
  );
}

const fileName = "package.deb";

const stepOf = ({ sha256 }: PinnedPackage) => ({
  name: "package",
  inputs: { sha256 },
});

function stored(pinned: PinnedPackage, result?: Result): StoredPackage {
  if (result === undefined) {
    const reason = `${pinned.version} was not among what was fetched`;
    throw new ImageError("package-gone", pinned.name, reason);
  }
  return { ...pinned, result, path: join(result.path, fileName) };
}

async function fetchAll(
  { store, mirror, onProgress }: FetchOptions,
  missing: readonly PinnedPackage[],
): Promise<StoredPackage[]> {
  const bytes = missing.reduce((sum, one) => sum + one.bytes, 0);
  const count = missing.length;
  onProgress({ step: "packages", state: "fetching", bytes, count });
  return await store.scratch(async (folder) => {
    const [lists, files] = [join(folder, "apt"), join(folder, "files")];
    await mkdir(files);
    const archive = await openArchive(await mirror(), lists);
    await archive.fetch(missing, files);
    const paths = await pathsByHash(files);
    const kept: StoredPackage[] = [];
    for (const one of missing) kept.push(await keep(store, one, paths));
    return kept;
  });
}

async function keep(
  store: Store,
  pinned: PinnedPackage,
  paths: ReadonlyMap<string, string>,
): Promise<StoredPackage> {
  const path = paths.get(pinned.sha256);
  if (path === undefined) {
    const reason = `the mirror's file of ${pinned.version} is not the one that was pinned (sha256 ${pinned.sha256})`;
    throw new ImageError("wrong-hash", pinned.name, reason);
  }
  const step = { ...stepOf(pinned), bytes: pinned.bytes };
  const result = await store.result(step, (into) =>
    copyFile(path, join(into, fileName)),
  );
  return stored(pinned, result);
}

async function pathsByHash(folder: string): Promise<Map<string, string>> {
  const paths = new Map<string, string>();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    paths.set(await hashOfFile(path), path);
  }
  return paths;
}

/** SHA-256 in hexadecimal digits. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
