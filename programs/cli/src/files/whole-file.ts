/** Files that are there whole or not at all, also after a loss of power, and readable by others no sooner than they may be. */

import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Replaces what is there, in a folder that exists.
 * @param mode absent: as the umask has it
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  const draft = draftIn(dirname(path));
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

/** A name for what is to be renamed. */
export function draftIn(folder: string): string {
  return join(folder, `.draft-${randomBytes(6).toString("hex")}`);
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
