/**
 * The folder that QEMU works in: the state directory or, when QEMU has an account
 * of its own, a folder of that account in it. It finds its initial RAM disk there
 * and makes its sockets there; the state directory itself, whose specification the
 * runner trusts, is none of its business.
 */

import { mkdir, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Account } from "../account/account.ts";

export interface QemuFolder {
  /** Relative to the state directory. */
  readonly path: string;
  /** Where the runner finds what QEMU calls by that name. */
  at(name: string): string;
}

const OF_ITS_OWN = "qemu";

/** Makes nothing yet. */
export function qemuFolder(account: Account | undefined): QemuFolder {
  const path = account === undefined ? "." : OF_ITS_OWN;
  return {
    path,
    at: (name) => (isAbsolute(name) ? name : join(path, name)),
  };
}

/** Anew: what an account that is not trusted left is not used. Root's until it is complete. */
export async function makeQemuFolder(): Promise<void> {
  await removeQemuFolder();
  await mkdir(OF_ITS_OWN, { mode: 0o700 });
}

export async function removeQemuFolder(): Promise<void> {
  await rm(OF_ITS_OWN, { recursive: true, force: true });
}
