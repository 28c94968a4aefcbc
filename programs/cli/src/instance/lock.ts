/** One command at a time works on an instance. */

import { dirname, join } from "node:path";
import { ImageError, type Lock, takeLock } from "@ghaf/image";
import { CliError } from "../ghaf/cli-error.ts";
import type { InstanceFolder } from "./folders.ts";
import { makeOwnFolder } from "./own-folder.ts";
import { asCliError } from "./to-cli-error.ts";

/**
 * Ends with this process at the latest.
 * @throws CliError `failed` while another has it, `configuration` when its folders are not ours alone
 */
export async function takeInstance(folder: InstanceFolder): Promise<Lock> {
  const instances = dirname(folder.path);
  for (const path of [dirname(instances), instances, folder.path]) {
    await makeOwnFolder(path);
  }
  try {
    const file = join(folder.path, "command.lock");
    return await takeLock(file, { mode: "exclusive", now: true });
  } catch (cause) {
    const isBusy = cause instanceof ImageError && cause.code === "store-busy";
    if (!isBusy) throw asCliError(cause);
    const text = `another ghaf command is working on the device ${folder.name}`;
    const hints = [
      "wait until it has ended, or choose another with --instance NAME",
    ];
    throw new CliError("failed", text, { hints, cause });
  }
}
