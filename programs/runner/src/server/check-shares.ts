/** What a VM's shares ask of the host, looked at without starting anything. */

import { RunnerError } from "../errors.ts";
import type { Share } from "../spec/launch-spec.ts";
import { checkReach } from "./reach.ts";
import { type SharedFolder, sharedFolder } from "./shared-folder.ts";

/**
 * The directory of a share, when it may be served.
 * @throws RunnerError `missing-file` or `server`
 */
export async function servable(share: Share): Promise<SharedFolder> {
  const folder = await sharedFolder(share);
  await checkReach(folder.path, share);
  return folder;
}

/** Why those that may not be served may not; the working directory is the state directory of the VM. */
export async function problemsOfShares(
  shares: readonly Share[],
): Promise<readonly string[]> {
  const all = await Promise.all(shares.map(problemOf));
  return all.flat();
}

async function problemOf(share: Share): Promise<readonly string[]> {
  try {
    await servable(share);
    return [];
  } catch (error) {
    if (error instanceof RunnerError) return [error.message];
    throw error;
  }
}
