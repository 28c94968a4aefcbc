/** Names of sockets that nobody listens at any more: a process that is killed cannot remove its own. */

import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { InstanceFolder } from "./folders.ts";

/** Of an instance that does not run: its own, its runners' and those of their QEMUs. */
export async function removeSockets({ path }: InstanceFolder): Promise<void> {
  const options = { recursive: true, withFileTypes: true } as const;
  for (const entry of await readdir(path, options)) {
    if (!entry.isSocket()) continue;
    await rm(join(entry.parentPath, entry.name), { force: true });
  }
}
