/** Names of sockets that nobody listens at any more: a process that is killed cannot remove its own. */

import { readdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { InstanceFolder } from "./folders.ts";

/** Of an instance that does not run. */
export async function removeSockets(folder: InstanceFolder): Promise<void> {
  const machines = dirname(folder.machine("any"));
  const names = await readdir(machines).catch(() => []);
  const places = [folder.path, ...names.map((name) => join(machines, name))];
  for (const place of places) {
    const entries = await readdir(place, { withFileTypes: true });
    for (const entry of entries) {
      if (entry.isSocket()) await rm(join(place, entry.name), { force: true });
    }
  }
}
