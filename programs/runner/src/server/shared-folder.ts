/** The directory of the host that a share gives a VM: that it is there, and that its path leads nowhere else. */

import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import type { Share } from "../spec/launch-spec.ts";

export interface SharedFolder {
  /** Absolute. */
  readonly path: string;
  /** Device and inode, as stat(1) prints them with `%d:%i`: what is mounted must be it. */
  readonly identity: string;
}

/**
 * A VM that sees a directory above may put a link in the place of one that another VM
 * sees: a path with a link in it is refused, wherever it leads.
 * @throws RunnerError `missing-file`, or `server` for a path that leads elsewhere
 */
export async function sharedFolder({
  tag,
  source,
}: Share): Promise<SharedFolder> {
  const path = resolve(await realpath("."), source);
  const what = `folder ${path} of the share ${tag}`;
  try {
    const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
    const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      const real = await realpath(`/proc/self/fd/${handle.fd}`);
      if (real !== path) throw elsewhere(what, real);
      const { dev, ino } = await handle.stat({ bigint: true });
      return { path, identity: `${dev}:${ino}` };
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof RunnerError) throw cause;
    if (systemCode(cause) === "ENOENT") {
      const text = `${what} does not exist: mkdir -p ${path}`;
      throw new RunnerError("missing-file", text, { value: path, cause });
    }
    // Of a link, both flags together say that it is no directory.
    const text = ["ENOTDIR", "ELOOP"].includes(systemCode(cause))
      ? `${what} is no folder, or is behind a link`
      : `${what} cannot be opened: ${reasonOf(cause)}`;
    throw new RunnerError("server", text, { value: path, cause });
  }
}

function elsewhere(what: string, real: string): RunnerError {
  const text = `${what} is behind a link: it is ${real}, which must be named itself`;
  return new RunnerError("server", text, { value: real });
}
