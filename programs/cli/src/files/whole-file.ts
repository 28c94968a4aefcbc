/** Files that are there whole or not at all, also after a loss of power, and readable by others no sooner than they may be. */

import { randomBytes } from "node:crypto";
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Replaces what is there, in a folder that exists.
 * @param mode absent: as the umask has it
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const draft = await draftOf(path);
  try {
    await createFile(draft, content, mode);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** For a folder that has no name yet, or for what is then renamed. @throws Error `EEXIST` */
export async function createFile(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    // The umask may have taken away what a public file needs.
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * A name beside `path` for what is to be renamed to it. What was left there by commands that
 * were killed goes: it may be a key.
 */
export async function draftOf(path: string): Promise<string> {
  const folder = dirname(path);
  const start = `.${basename(path)}.draft-`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start)) continue;
    const pid = Number(/^\d+/.exec(name.slice(start.length))?.[0]);
    const left = Number.isInteger(pid) && !isAlive(pid);
    if (left) await rm(join(folder, name), { recursive: true, force: true });
  }
  const unique = randomBytes(6).toString("hex");
  return join(folder, `${start}${process.pid}-${unique}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** What was renamed in it keeps its name. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
