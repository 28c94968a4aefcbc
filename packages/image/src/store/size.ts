/** How much room files take. */

import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Result } from "./store.ts";

/** Of all its files, in bytes; one with two names counts twice. */
export async function bytesOf(result: Result): Promise<number> {
  const entries = await readdir(result.path, {
    recursive: true,
    withFileTypes: true,
  });
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    bytes += (await lstat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}

/**
 * What removing a folder gives back to the disk, in bytes: blocks, not lengths, and nothing for a
 * file that has a name elsewhere.
 */
export async function diskBytes(folder: string): Promise<number> {
  const options = { recursive: true, withFileTypes: true } as const;
  const namesLeft = new Map<number, number>();
  let bytes = 0;
  for (const entry of await readdir(folder, options)) {
    const found = await lstat(join(entry.parentPath, entry.name));
    const left = (namesLeft.get(found.ino) ?? found.nlink) - 1;
    namesLeft.set(found.ino, left);
    // A folder's names are its parts'.
    if (entry.isDirectory() || left === 0) bytes += found.blocks * blockBytes;
  }
  return bytes;
}

/** Of st_blocks, whatever the file system has. */
const blockBytes = 512;
