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
  /** Fetched as well when something has to be fetched: what will be asked for next. */
  readonly beside: readonly PinnedPackage[];
  /** Asked only for what the store does not have. */
  readonly mirror: () => Promise<Mirror>;
  readonly onProgress: OnProgress;
}

/** All packages, in their order. Throws ImageError "package-gone" or "wrong-hash". */
export async function storedPackages(
  options: FetchOptions,
): Promise<StoredPackage[]> {
  const { store, pinned, beside, onProgress } = options;
  onProgress({ step: "packages", state: "started" });
  const there = await present(store, pinned);
  if (there !== undefined) {
    onProgress({ step: "packages", state: "found" });
    return there;
  }
  // Builds at the same time want the same packages: one fetches them.
  return await store.alone("packages", async () => {
    const bytes = await fetchMissing(options, [...pinned, ...beside]);
    onProgress({ step: "packages", state: "made", bytes });
    const fetched = await present(store, pinned);
    if (fetched !== undefined) return fetched;
    throw new TypeError("what was missing has been fetched");
  });
}

/** The packages when all of them are in the store. */
async function present(
  store: Store,
  pinned: readonly PinnedPackage[],
): Promise<StoredPackage[] | undefined> {
  const stored = pinned.map(async (one) => {
    const result = await store.find(stepOf(one));
    return result && { ...one, result, path: join(result.path, fileName) };
  });
  const found = await Promise.all(stored);
  return found.every((one) => one !== undefined) ? found : undefined;
}

/** What apt's lists of packages take. */
const listBytes = 128 << 20;

const fileName = "package.deb";

const stepOf = ({ sha256 }: PinnedPackage) => ({
  name: "package",
  inputs: { sha256 },
});

/** Bytes that were fetched. */
async function fetchMissing(
  { store, mirror, onProgress }: FetchOptions,
  wanted: readonly PinnedPackage[],
): Promise<number> {
  const missing = await missingOf(store, wanted);
  const bytes = missing.reduce((sum, one) => sum + one.bytes, 0);
  const count = missing.length;
  if (count === 0) return 0; // somebody else was first
  onProgress({ step: "packages", state: "fetching", bytes, count });
  await store.scratch(bytes + listBytes, async (folder) => {
    const [lists, files] = [join(folder, "apt"), join(folder, "files")];
    await mkdir(files);
    const archive = await openArchive(await mirror(), lists);
    await archive.fetch(missing, files);
    const paths = await pathsByHash(files);
    for (const one of missing) await keep(store, one, paths);
  });
  return bytes;
}

async function missingOf(
  store: Store,
  wanted: readonly PinnedPackage[],
): Promise<PinnedPackage[]> {
  const once = [...new Map(wanted.map((one) => [one.sha256, one])).values()];
  const found = await Promise.all(once.map((one) => store.find(stepOf(one))));
  return once.filter((_, index) => found[index] === undefined);
}

async function keep(
  store: Store,
  pinned: PinnedPackage,
  paths: ReadonlyMap<string, string>,
): Promise<void> {
  const path = paths.get(pinned.sha256);
  if (path === undefined) {
    const reason = `the mirror's file of ${pinned.version} is not the one that was pinned (sha256 ${pinned.sha256})`;
    throw new ImageError("wrong-hash", pinned.name, reason);
  }
  const step = { ...stepOf(pinned), bytes: pinned.bytes };
  await store.result(step, (into) => copyFile(path, join(into, fileName)));
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
