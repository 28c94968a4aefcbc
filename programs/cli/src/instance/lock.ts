/** One command at a time works on an instance. */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ImageError, type Lock, takeLock } from "@ghaf/image";
import { CliError } from "../ghaf/cli-error.ts";
import type { InstanceFolder } from "./folders.ts";

/** Ends with this process at the latest. @throws CliError `failed` while another has it */
export async function takeInstance(folder: InstanceFolder): Promise<Lock> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  try {
    const file = join(folder.path, "command.lock");
    return await takeLock(file, { mode: "exclusive", now: true });
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    const text = `another ghaf command is working on the device ${folder.name}`;
    const hints = [
      "wait until it has ended, or choose another with --instance NAME",
    ];
    throw new CliError("failed", text, { hints, cause });
  }
}
