/** The image that test VMs boot: built once per day and change, kept in the user's cache. */

import { createHash } from "node:crypto";
import {
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
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
  type Result,
  resolvePackages,
  rolePackages,
  type Store,
  unresolvedSets,
  type WantedSets,
} from "@ghaf/image";

const checkout = join(import.meta.dirname, "../../..");

/** With the guest files and recipes of the image. */
const imageWorkspace = join(checkout, "packages/image");

/** What the names of roots of tests begin with; each checkout has its own, so that none gives up what another boots. */
const ROOTS = "tests";
const checkoutHash = createHash("sha256")
  .update(checkout)
  .digest("hex")
  .slice(0, 12);

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

/** Builds into a store that the caller opened. */
export async function buildInto(
  store: Store,
  { lock, role, onProgress = () => {} }: TestBuild,
): Promise<Result> {
  const built = await buildImage({
    ...{ store, lock, role, mirror, onProgress, set: role },
    files: imageFiles,
    workspace: imageWorkspace,
  });
  const root = `${ROOTS}-${role}-${checkoutHash}`;
  await store.alone(ROOTS, () => store.root(root, built));
  return built;
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
  const store = await openShared(place);
  let built: BuiltImage & { readonly found: boolean };
  try {
    built = await buildOfToday(store, cache, { role, onProgress });
    if (!built.found) {
      await store.alone(ROOTS, () => dropOldRoots(join(place, "roots")));
    }
  } finally {
    await store.close();
  }
  // While it is collected nobody can open it: only after what took the place of something.
  if (!built.found) await collect(place);
  return built;
}

async function collect(place: string): Promise<void> {
  await collectGarbage(place).catch((error: unknown) => {
    if (!hasCode(error, "store-busy")) throw error; // whoever builds next collects
  });
}

async function buildOfToday(
  store: Store,
  cache: string,
  build: Omit<TestBuild, "lock">,
): Promise<BuiltImage & { readonly found: boolean }> {
  const withLock = async (lock: ImageLock) => {
    const { path, found } = await buildInto(store, { ...build, lock });
    return { folder: path, lock, found };
  };
  try {
    return await withLock(await lockOfToday(store, cache));
  } catch (error) {
    if (!hasCode(error, "package-gone")) throw error;
    return await withLock(await newLock(store, cache));
  }
}

/** Somebody may collect just now, which is soon over. */
async function openShared(place: string): Promise<Store> {
  const end = performance.now() + STORE_MS;
  for (;;) {
    try {
      return await openStore(place);
    } catch (error) {
      const isLate = performance.now() > end;
      if (isLate || !hasCode(error, "store-busy")) throw error;
    }
    await sleep(200);
  }
}

/** Roots are renewed with every use: those of yesterday are of checkouts that are no more, or that build anew anyway. */
async function dropOldRoots(roots: string): Promise<void> {
  for (const name of await readdir(roots)) {
    if (!name.startsWith(ROOTS)) continue;
    const { mtimeMs } = await lstat(join(roots, name));
    if (Date.now() - mtimeMs > dayMs) await rm(join(roots, name));
  }
}

function hasCode(error: unknown, code: ImageErrorCode): boolean {
  return error instanceof ImageError && error.code === code;
}

const dayMs = 24 * 3_600_000;
/** More than any collection takes. */
const STORE_MS = 300_000;

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
