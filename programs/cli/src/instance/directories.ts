/** Directories of an instance that its VMs see, as systemd-tmpfiles makes them where there is one. */

import { lchown, lstat, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { InstanceDirectory } from "@ghaf/plan";
import { CliError } from "../ghaf/cli-error.ts";
import type { InstanceFolder } from "./folders.ts";

/**
 * Makes those that are absent, in their order. A VM may write in them while others are made.
 * @throws CliError `failed` where something else is in the place of one
 */
export async function makeDirectories(
  { path: folder }: InstanceFolder,
  directories: readonly InstanceDirectory[],
): Promise<void> {
  for (const { path, mode, owner, group } of directories) {
    const place = join(folder, path);
    if (await isThere(place)) continue;
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    await mkdir(place, { mode });
    await lchown(place, owner, group);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isDirectory()) return true;
  } catch {
    return false;
  }
  const text = `${path}, which VMs are to see, is no directory`;
  const hints = ["look who put it there, and remove it"];
  throw new CliError("failed", text, { hints });
}
