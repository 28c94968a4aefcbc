/** The body of `ghaf down`: ends a device that runs on this machine. */

import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseInstanceName, placesOf } from "../../instance/folders.ts";
import { takeInstance } from "../../instance/lock.ts";
import { removeSockets } from "../../instance/sockets.ts";
import { stopInstance } from "../../instance/stop.ts";
import { CliError } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface DownRequest {
  readonly instance: string;
  /** As a power cut. */
  readonly now: boolean;
  /** Also remove its folder: disks, keys, logs. */
  readonly purge: boolean;
}

export async function down(request: DownRequest, shell: Shell): Promise<void> {
  const { surface, io, env } = shell;
  const folder = placesOf(env).instance(parseInstanceName(request.instance));
  const { name, path } = folder;
  if (!existsSync(path)) {
    throw new CliError("not-found", `there is no device ${name}`, {
      hints: [`it would be in ${path}`],
    });
  }
  const taken = await takeInstance(folder);
  try {
    const { signal } = io;
    const { now } = request;
    const ran = await stopInstance({ folder, now, signal, surface });
    if (signal.aborted) return;
    surface.tell(`the device ${name} ${ran ? "has ended" : "does not run"}`);
    await removeSockets(folder);
    if (!request.purge) return;
    await rm(path, { recursive: true });
    await forgetImages(placesOf(env).images, name);
    surface.tell(`removed ${path}`);
  } finally {
    await taken.release();
  }
}

/** The next `ghaf image gc` may then remove them. */
async function forgetImages(store: string, device: string): Promise<void> {
  const roots = join(store, "roots");
  const names = await readdir(roots).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(`${device}.`))) {
    await rm(join(roots, name), { force: true });
  }
}
