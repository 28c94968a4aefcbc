/** Settings files in a directory, replaced as a whole: written beside, synced, renamed. */

import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AdminError } from "../errors.ts";
import type { SettingsFiles } from "./settings-files.ts";

/** @param directory an existing directory, `/etc` by default of the program */
export function diskSettings(directory: string): SettingsFiles {
  return {
    async read(file) {
      const path = join(directory, file);
      try {
        return await readFile(path, "utf8");
      } catch (error) {
        if (codeOf(error) === "ENOENT") return undefined;
        throw failed("read", path, error);
      }
    },
    async write(file, text) {
      const path = join(directory, file);
      try {
        await replace(directory, path, text);
      } catch (error) {
        throw failed("write", path, error);
      }
    },
  };
}

async function replace(
  directory: string,
  path: string,
  text: string,
): Promise<void> {
  const beside = `${path}.new`;
  try {
    await writeSynced(beside, text);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncDirectory(directory);
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename itself last, fsync(2). */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function failed(verb: string, path: string, cause: unknown): AdminError {
  const code = codeOf(cause);
  return new AdminError("storage", `cannot ${verb} ${path}: ${code}`, {
    value: path,
    cause,
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error ? String(error.code) : error.message;
}
