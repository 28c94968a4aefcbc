/** How much a result takes on the disk. */

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
