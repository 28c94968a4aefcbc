/** The account of the person who uses the device (spec 2.17). */

import type { PlatformConfig } from "../options/platform-options.ts";

export interface Account {
  readonly name: string;
  readonly uid: number;
  /** In clear text, which only debug builds accept; null: no login by password. */
  readonly password: string | null;
  /** Groups beside its own. */
  readonly groups: readonly string[];
  /** Public keys, one line each. */
  readonly sshKeys: readonly string[];
}

/** Null: there are no accounts of people. */
export function accountOf({ ghaf }: PlatformConfig): Account | null {
  const { enable, user, uid, password, sshKeys } = ghaf.users.accounts;
  if (!enable) return null;
  const groups = ["wheel", "video", "networkmanager"];
  if (ghaf.hardware.tpm2.enable) groups.push("tss");
  return { name: user, uid, password, groups, sshKeys };
}
