/** Folders that hold keys, and that root's programs trust: made for their owner alone, and never another user's. */

import { lstat, mkdir, stat } from "node:fs/promises";
import { CliError } from "../ghaf/cli-error.ts";

/** Of the mode: its group or everybody may exchange what is in it. */
const WRITABLE_BY_OTHERS = 0o022;
const ROOT = 0;

/**
 * Made with those above it. One that is there may be a link, if nobody else could have laid it.
 * @throws CliError `configuration` when another user could change what is in it, `failed` when it cannot be made
 */
export async function makeOwnFolder(path: string): Promise<void> {
  await makeFolder(path);
  const own = process.geteuid?.() ?? ROOT;
  const itself = await lstat(path);
  const target = await stat(path);
  for (const { uid } of [itself, target]) {
    if (uid === own || uid === ROOT) continue;
    throw refusal(path, `belongs to the user ${uid}`);
  }
  if ((target.mode & WRITABLE_BY_OTHERS) === 0) return;
  throw refusal(path, "can be written by others", [`chmod go-w ${path}`]);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CliError("failed", `${path} cannot be made: ${reason}`, {
      hints: [
        "be root, or set GHAF_STATE_DIR to a folder that can be written in",
      ],
      cause,
    });
  }
}

function refusal(path: string, why: string, hints: readonly string[] = []) {
  const text = `${path} ${why}: whoever can change what is in it could take over the device`;
  return new CliError("configuration", text, {
    hints: [...hints, "set GHAF_STATE_DIR to a folder of your own"],
  });
}
