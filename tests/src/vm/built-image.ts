/** The image that test VMs boot: built once per day and change, kept in the user's cache. */

import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import {
  buildImage,
  collectGarbage,
  type GuestRole,
  guestSuite,
  ImageError,
  type ImageErrorCode,
  type ImageFile,
  type ImageLock,
  machineMirror,
  type OnProgress,
  openStore,
  parseImageLock,
  resolvePackages,
  rolePackages,
  type Store,
  unresolvedSets,
  type WantedSets,
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

/** The images that tests boot: one per role, as the smallest example has them. */
export const testRoles = ["admin", "net", "app"] as const;
export type TestRole = (typeof testRoles)[number] & GuestRole;

export const testSets = {
  admin: rolePackages("admin"),
  net: rolePackages("net"),
  app: [...rolePackages("app"), "busybox"],
} as const satisfies WantedSets;

export interface TestBuild {
  readonly lock: ImageLock;
  readonly role: TestRole;
  readonly onProgress?: OnProgress | undefined;
}

/** Builds into a store that the caller opened; gives the image's folder. */
export async function buildInto(
  store: Store,
  { lock, role, onProgress = () => {} }: TestBuild,
): Promise<string> {
  const built = await buildImage({
    ...{ store, lock, role, mirror, onProgress, set: role },
    files: imageFiles,
    workspace: imageWorkspace,
  });
  await store.root(`tests-${role}`, built);
  return built.path;
}

/** Builds all in a store that has the packages already; gives the images' folders. */
export async function buildOffline(
  place: string,
  lock: ImageLock,
): Promise<string[]> {
  const store = await openStore(place);
  const build = (role: TestRole) =>
    buildImage({
      ...{ store, lock, role, set: role },
      mirror: () => Promise.reject(new Error("the mirror was asked")),
      files: imageFiles,
      workspace: imageWorkspace,
    });
  try {
    const built = await Promise.all(testRoles.map(build));
    return built.map(({ path }) => path);
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
  role: TestRole = "app",
  onProgress?: OnProgress,
): Promise<BuiltImage> {
  const cache = imageCache();
  await mkdir(cache, { recursive: true, mode: 0o700 });
  const place = join(cache, "store");
  const store = await openStore(place);
  const built = await buildOfToday(store, cache, { role, onProgress }).finally(
    () => store.close(),
  );
  await collectGarbage(place).catch((error: unknown) => {
    if (!hasCode(error, "store-busy")) throw error; // whoever is last collects
  });
  return built;
}

async function buildOfToday(
  store: Store,
  cache: string,
  build: Omit<TestBuild, "lock">,
): Promise<BuiltImage> {
  const withLock = async (lock: ImageLock) => ({
    ...{ folder: await buildInto(store, { ...build, lock }), lock },
  });
  try {
    return await withLock(await lockOfToday(store, cache));
  } catch (error) {
    if (!hasCode(error, "package-gone")) throw error;
    return await withLock(await newLock(store, cache));
  }
}

function hasCode(error: unknown, code: ImageErrorCode): boolean {
  return error instanceof ImageError && error.code === code;
}

const dayMs = 24 * 3_600_000;

async function lockOfToday(store: Store, cache: string): Promise<ImageLock> {
  const lock = await readLock(join(cache, "lock.json"));
  return lock ?? (await newLock(store, cache));
}

/** Undefined when it is of another day, of other packages, or none. */
async function readLock(path: string): Promise<ImageLock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    const lock = parseImageLock(JSON.parse(await readFile(path, "utf8")));
    const whole = unresolvedSets(lock, testSets).length === 0;
    return whole && Date.now() - mtimeMs < dayMs ? lock : undefined;
  } catch {
    return undefined;
  }
}

async function newLock(store: Store, cache: string): Promise<ImageLock> {
  const sets = testSets;
  const lock = await resolvePackages({ store, mirror: await mirror(), sets });
  const path = join(cache, "lock.json");
  await writeFile(`${path}.${process.pid}`, JSON.stringify(lock));
  await rename(`${path}.${process.pid}`, path);
  return lock;
}
