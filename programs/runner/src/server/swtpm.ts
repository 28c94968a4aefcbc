/** swtpm, which plays a VM's TPM: its command line, and the folder with what the TPM keeps. */

import { constants } from "node:fs";
import {
  type FileHandle,
  lchown,
  mkdir,
  open,
  readdir,
} from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "../account/account.ts";
import { RunnerError, reasonOf, systemCode } from "../errors.ts";
import type { Tpm } from "../spec/launch-spec.ts";

/**
 * @param program its path
 * @param folder of what the TPM keeps, as the program sees it
 */
export function swtpmCommand(
  program: string,
  { socket }: Tpm,
  folder: string,
): readonly [string, ...string[]] {
  return [
    ...([program, "socket", "--tpm2"] as const),
    ...["--tpmstate", `dir=${folder},mode=0600`],
    ...["--ctrl", `type=unixio,path=${socket},mode=0600`],
    // It ends with QEMU's connection.
    ...["--terminate", "--seccomp", "action=kill"],
  ];
}

/**
 * The folder, made when it is not there, for that account alone.
 * @returns what the caller closes
 * @throws RunnerError `server`
 */
export async function openTpmFolder(
  { state }: Tpm,
  account: Account | undefined,
): Promise<FileHandle> {
  try {
    await makeFolder(state);
    const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
    const folder = await open(state, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    await folder.chmod(0o700);
    if (account !== undefined) await giveTo(account, folder, state);
    return folder;
  } catch (cause) {
    const text = `folder ${state} of the TPM: ${reasonOf(cause)}`;
    throw new RunnerError("server", text, { value: state, cause });
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
}

/** With what another account had in it, as after a change of it. */
async function giveTo(
  { uid, gid }: Account,
  folder: FileHandle,
  path: string,
): Promise<void> {
  if ((await folder.stat()).uid === uid) return;
  for (const name of await readdir(path)) {
    await lchown(join(path, name), uid, gid);
  }
  await folder.chown(uid, gid);
}
