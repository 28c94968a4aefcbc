/** Writes files that a person asked for: whole, or not at all. */

import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { replaceFile } from "../files/whole-file.ts";
import { CliError } from "../ghaf/cli-error.ts";

/** Replaces what is there. @throws CliError `failed`, with the reason of the system */
export async function writeText(file: string, text: string): Promise<void> {
  try {
    await makeFolder(dirname(file));
    await replaceFile(file, text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("failed", `cannot write ${file}: ${reason}`, { cause });
  }
}

/** One step at a time: Node's recursive mkdir never ends where a parent exists and takes no folders, as /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder);
  }
}
