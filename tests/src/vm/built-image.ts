/** The image that test VMs boot: built once per day and change, kept in the user's cache. */

import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  buildImage,
  collectGarbage,
  guestSuite,
  ImageError,
  type ImageErrorCode,
  type ImageFile,
  type ImageLock,
  machineMirror,
  type OnProgress,
  openStore,
  resolveImage,
  type Store,
} from "@ghaf/image";

const checkout = join(import.meta.dirname, "../../..");

/** With the guest files and recipes of the image. */
const imageWorkspace = join(checkout, "packages/image");

const mirror = () => machineMirror(guestSuite);

/** `$XDG_CACHE_HOME/ghaf-ts/images`: a store, and the lock of the day. */
export function imageCache(): string {
  const cache = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(cache, "ghaf-ts", "images");
}

/** Our programs and their units, as every VM has them. */
const imageFiles: readonly ImageFile[] = [
  ["agent", "dist/bundle/givc-agent.cjs"],
  ["agent", "systemd/givc-agent.system.service"],
  ["agent", "systemd/givc-agent.user.service"],
  ["admin", "dist/bundle/givc-admin.cjs"],
  ["admin", "systemd/givc-admin.service"],
].map(([program = "", path = ""]) => ({
  from: join(checkout, "programs", program, path),
  to: join("/usr/lib/ghaf", path.slice(path.lastIndexOf("/"))),
}));

/** Builds with `lock` into a store that the caller opened; gives the image's folder. */
export async function buildInto(
  store: Store,
  lock: ImageLock,
  onProgress: OnProgress = () => {},
): Promise<string> {
  const built = await buildImage({
    ...{ store, lock, mirror, onProgress },
    files: imageFiles,
    workspace: imageWorkspace,
  });
  await store.root("tests", built);
  return built.path;
}

/** Builds in a store that has the packages already; gives the image's folder. */
export async function buildOffline(
  place: string,
  lock: ImageLock,
): Promise<string> {
  const store = await openStore(place);
  try {
    const { path } = await buildImage({
      ...{ store, lock },
      mirror: () => Promise.reject(new Error("the mirror was asked")),
      files: imageFiles,
      workspace: imageWorkspace,
    });
    return path;
  } finally {
    await store.close();
  }
}

/** An image in the cache, and what it was built from. */
export interface BuiltImage {
  readonly folder: string;
  readonly lock: ImageLock;
}

/** The image of today's packages; a lock that the mirror has overtaken is made anew, and images of before go. */
export async function ensureImage(
  onProgress?: OnProgress,
): Promise<BuiltImage> {
  const cache = imageCache();
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const place = join(cache, "store");
  const store = await openStore(place);
  const built = await buildOfToday(store, cache, onProgress).finally(() =>
    store.close(),
  );
  await collectGarbage(place).catch((error: unknown) => {
    if (!hasCode(error, "store-busy")) throw error; // whoever is last collects
  });
  return built;
}

async function buildOfToday(
  store: Store,
  cache: string,
  onProgress?: OnProgress,
): Promise<BuiltImage> {
  try {
    const lock = await lockOfToday(store, cache);
    return { folder: await buildInto(store, lock, onProgress), lock };
  } catch (error) {
    if (!hasCode(error, "package-gone")) throw error;
    const lock = await newLock(store, cache);
    return { folder: await buildInto(store, lock, onProgress), lock };
  }
}

function hasCode(error: unknown, code: ImageErrorCode): boolean {
  return error instanceof ImageError && error.code === code;
}

const dayMs = 24 * 3_600_000;

async function lockOfToday(store: Store, cache: string): Promise<ImageLock> {
  const path = join(cache, "lock.json");
  const status = await stat(path).catch(() => undefined);
  if (status === undefined || Date.now() - status.mtimeMs > dayMs) {
    return await newLock(store, cache);
  }
  return JSON.parse(await readFile(path, "utf8")) as ImageLock;
}

async function newLock(store: Store, cache: string): Promise<ImageLock> {
  const lock = await resolveImage({ store, mirror: await mirror() });
  const path = join(cache, "lock.json");
  await writeFile(`${path}.${process.pid}`, JSON.stringify(lock));
  await rename(`${path}.${process.pid}`, path);
  return lock;
}
