/** Renaming so that after a loss of power there is under the new name what was renamed, whole, or nothing. */

import { open, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runProgram } from "../program/run-program.ts";

/** With more files it is quicker to write out whatever the disk has to. */
const MANY = 100;

/** Of a folder with all that is below it, which is written out first. */
export async function renameDurably(from: string, to: string): Promise<void> {
  const paths = await pathsOf(from);
  if (paths.length > MANY) await runProgram(["sync", "--file-system", from]);
  else await Promise.all(paths.map(sync));
  await renameLink(from, to);
}

/** Of what is nothing but its name. */
export async function renameLink(from: string, to: string): Promise<void> {
  await rename(from, to);
  await sync(dirname(to));
}

/** Folders and files, each of which is to be written out; what is neither lies in its folder. */
async function pathsOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const below = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pathsOf(path);
    return entry.isFile() ? [path] : [];
  });
  return [folder, ...(await Promise.all(below)).flat()];
}

/** fsync(2), of one of them. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
