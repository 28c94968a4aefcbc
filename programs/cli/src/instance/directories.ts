/** Directories of an instance that its VMs see, as systemd-tmpfiles makes them where there is one. */

import { constants } from "node:fs";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { InstanceDirectory } from "@ghaf/plan";
import { CliError } from "../ghaf/cli-error.ts";
import type { InstanceFolder } from "./folders.ts";

/**
 * Makes those that are absent, and gives all their owner and mode, in their order. A VM
 * may write in them while others are made.
 * @throws CliError `failed` where something else is in the place of one
 */
export async function makeDirectories(
  { path: folder }: InstanceFolder,
  directories: readonly InstanceDirectory[],
): Promise<void> {
  for (const { path, mode, owner, group } of directories) {
    const place = join(folder, path);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await makeOne(place);
    const handle = await openDirectory(place);
    try {
      await handle.chown(owner, group);
      // Whatever the umask is.
      await handle.chmod(mode);
    } finally {
      await handle.close();
    }
  }
}

/** For its maker alone, until it has its owner. */
async function makeOne(place: string): Promise<void> {
  try {
    await mkdir(place, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

async function openDirectory(path: string): Promise<FileHandle> {
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  try {
    return await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  } catch (error) {
    if (!["ENOTDIR", "ELOOP"].includes(codeOf(error))) throw error;
    const text = `${path}, which VMs are to see, is no directory`;
    const hints = ["look who put it there, and remove it"];
    throw new CliError("failed", text, { hints });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
