/**
 * Results of named steps, each under the hash of its inputs: made once, whole or absent, for any
 * number of builds at a time, also when one of them is killed.
 *
 * On the disk: `results/KEY/output` with `results/KEY/step.json`, `roots/NAME` -> the result that is
 * wanted under this name, `parts/` for what is being made, `locks/`, and `store.lock`: shared by
 * whoever has the store open, alone for who collects.
 */

import { randomBytes } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join, resolve } from "node:path";
import { ImageError } from "../image-error.ts";
import { renameDurably, renameLink } from "./durable.ts";
import { type Key, keyOf } from "./key.ts";
import { takeLock } from "./lock.ts";
import { requireRoom } from "./room.ts";

/** What makes a result what it is. */
export interface Step {
  readonly name: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** Results that it is made from; they live as long as this one does. */
  readonly uses?: readonly Result[];
  /** Most that making it takes on the disk, for the check before. */
  readonly bytes: number;
}

export interface Result {
  readonly key: Key;
  /** The folder with what was made; nobody changes it. */
  readonly path: string;
  /** It was there before. */
  readonly found: boolean;
}

export interface Store {
  /** The result of a step: found, or made by `make` in an empty folder. */
  result(step: Step, make: (folder: string) => Promise<void>): Promise<Result>;
  /** A result that is there already. */
  find(step: Omit<Step, "bytes">): Promise<Result | undefined>;
  /** Names a result, which is then kept from the collector, in place of what had the name; gives the link. */
  root(name: string, result: Result): Promise<string>;
  /** Runs while no other, of any process, runs under the same name. */
  alone<T>(name: string, use: () => Promise<T>): Promise<T>;
  /**
   * Lends an empty folder of the store, on a disk with room for `bytes`; removed afterwards, by a
   * collector if this process is killed.
   */
  scratch<T>(bytes: number, use: (folder: string) => Promise<T>): Promise<T>;
  /** Results are used no longer; afterwards collectors may run. */
  close(): Promise<void>;
}

/** The folders of a store. */
export const placesOf = (folder: string) => ({
  lock: join(folder, "store.lock"),
  locks: join(folder, "locks"),
  parts: join(folder, "parts"),
  results: join(folder, "results"),
  roots: join(folder, "roots"),
});

/**
 * Opens the store in `folder`, made when it is not there. Throws ImageError "store-busy" while
 * somebody collects, "store-unusable" where it cannot be made.
 */
export async function openStore(folder: string): Promise<Store> {
  const places = placesOf(resolve(folder));
  for (const path of [
    places.locks,
    places.parts,
    places.results,
    places.roots,
  ]) {
    await makeFolder(path);
  }
  const opened = await takeLock(places.lock, { mode: "shared", now: true });
  return {
    find: (step) => find(places, keyFor(step)),
    result: (step, make) => resultOf(places, step, make),
    alone: (name, use) => alone(places, name, use),
    scratch: async (bytes, use) => {
      await requireRoom(places.parts, bytes);
      return await scratch(places, use);
    },
    root: (name, result) => nameRoot(places, name, result),
    close: () => opened.release(),
  };
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const text = `cannot be made: ${reason}`;
    throw new ImageError("store-unusable", path, text, { cause });
  }
}

type Places = ReturnType<typeof placesOf>;

function keyFor({ name, inputs, uses = [] }: Omit<Step, "bytes">): Key {
  return keyOf({ name, inputs, uses: uses.map(({ key }) => key) });
}

async function find(places: Places, key: Key): Promise<Result | undefined> {
  const folder = join(places.results, key);
  const noted = await readFile(join(folder, "step.json")).catch(
    () => undefined,
  );
  return noted && { key, path: join(folder, "output"), found: true };
}

async function resultOf(
  places: Places,
  step: Step,
  make: (folder: string) => Promise<void>,
): Promise<Result> {
  const key = keyFor(step);
  const there = await find(places, key);
  if (there) return there;
  return await alone(places, key, async () => {
    const madeMeanwhile = await find(places, key);
    if (madeMeanwhile) return madeMeanwhile;
    await removeParts(places, key); // of builds that were killed: the lock is ours
    await requireRoom(places.parts, step.bytes);
    await makeResult(places, { step, key }, make);
    return { key, path: join(places.results, key, "output"), found: false };
  });
}

async function makeResult(
  places: Places,
  { step, key }: { readonly step: Step; readonly key: Key },
  make: (folder: string) => Promise<void>,
): Promise<void> {
  const part = join(places.parts, `${key}.${randomBytes(4).toString("hex")}`);
  try {
    const output = join(part, "output");
    await mkdir(output, { recursive: true, mode: 0o755 });
    await make(output);
    const uses = (step.uses ?? []).map((used) => used.key);
    const note = { name: step.name, inputs: step.inputs, uses };
    await writeFile(join(part, "step.json"), `${JSON.stringify(note)}\n`);
    await renameDurably(part, join(places.results, key));
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

async function alone<T>(
  places: Places,
  name: string,
  use: () => Promise<T>,
): Promise<T> {
  const lock = await takeLock(join(places.locks, name), { mode: "exclusive" });
  try {
    return await use();
  } finally {
    await lock.release();
  }
}

async function scratch<T>(
  places: Places,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(places.parts, "scratch."));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeParts(places: Places, key: Key): Promise<void> {
  for (const name of await readdir(places.parts)) {
    if (!name.startsWith(`${key}.`)) continue;
    await rm(join(places.parts, name), { recursive: true, force: true });
  }
}

/** Links are replaced by renaming: under a name is always the old result or the new one. */
async function nameRoot(
  places: Places,
  name: string,
  result: Result,
): Promise<string> {
  const link = join(places.roots, name);
  const next = join(places.parts, `root.${randomBytes(8).toString("hex")}`);
  await symlink(join("..", "results", result.key), next);
  await renameLink(next, link);
  return link;
}
