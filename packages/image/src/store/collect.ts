/** Removes from a store what no root refers to, directly or through other results. */

import {
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { basename, join } from "node:path";
import { ImageError } from "../image-error.ts";
import { type Key, parseKey } from "./key.ts";
import { takeLock } from "./lock.ts";
import { diskBytes } from "./size.ts";
import { placesOf } from "./store.ts";

export interface Collected {
  readonly kept: number;
  readonly removed: number;
  /** That the disk has again. */
  readonly freedBytes: number;
}

/** Throws ImageError "store-busy" while somebody has the store open, ENOENT where there is none. */
export async function collectGarbage(folder: string): Promise<Collected> {
  return await collect(folder, async ({ results, roots }) =>
    reachable(results, await rootKeys(roots)),
  );
}

/**
 * Removes everything that was made here, also what roots refer to, and keeps what was fetched: for a
 * store whose files were damaged. Throws ImageError "store-busy" as the collector does.
 */
export async function discardBuilt(folder: string): Promise<Collected> {
  return await collect(folder, async ({ results }) => {
    const keys = await readdir(results);
    const named = keys.map(async (key) => ({
      key,
      name: await stepName(join(results, key, "step.json")),
    }));
    const kept = (await Promise.all(named)).filter(
      ({ name }) => name === "package",
    );
    return new Set(kept.map(({ key }) => key));
  });
}

type Places = ReturnType<typeof placesOf>;

async function collect(
  folder: string,
  wanted: (places: Places) => Promise<ReadonlySet<string>>,
): Promise<Collected> {
  const places = placesOf(folder);
  // Where nothing was ever built there is nothing to lock either, which is the caller's to say.
  await stat(places.results).catch(refuse(places.results));
  const lock = await takeLock(places.lock, { mode: "exclusive", now: true });
  try {
    const kept = await wanted(places);
    const all = await readdir(places.results);
    const unwanted = all.filter((name) => !kept.has(name));
    for (const name of unwanted) {
      // Out of the results at once: what is half removed must not look like a result.
      const dying = join(places.parts, `${name}.removed`);
      await rename(join(places.results, name), dying);
    }
    const freedBytes = await diskBytes(places.parts);
    await empty(places.parts);
    await empty(places.locks);
    const removed = unwanted.length;
    return { kept: all.length - removed, removed, freedBytes };
  } finally {
    await lock.release();
  }
}

/** A store that is another user's. */
function refuse(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    if (cause.code === "ENOENT") throw cause;
    const text = `cannot be read: ${cause.message}`;
    throw new ImageError("store-unusable", path, text, { cause });
  };
}

async function rootKeys(roots: string): Promise<Key[]> {
  const names = await readdir(roots);
  const targets = names.map((name) => readlink(join(roots, name)));
  const words = (await Promise.all(targets)).map((path) => basename(path));
  return words.map(parseKey).filter((key) => key !== undefined);
}

async function reachable(
  results: string,
  roots: readonly Key[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const open = [...roots];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    open.push(...(await usedBy(join(results, key, "step.json"))));
  }
  return found;
}

async function stepName(note: string): Promise<string | undefined> {
  const text = await readFile(note, "utf8").catch(() => "{}");
  return (JSON.parse(text) as { readonly name?: string }).name;
}

async function usedBy(note: string): Promise<Key[]> {
  const text = await readFile(note, "utf8").catch(() => '{"uses":[]}');
  const { uses } = JSON.parse(text) as { readonly uses: readonly string[] };
  return uses.map(parseKey).filter((key) => key !== undefined);
}

async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
