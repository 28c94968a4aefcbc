/** Child processes that end when the runner ends, even by SIGKILL. */

import type { Account } from "../account/account.ts";
import type { FindProgram } from "./find-program.ts";

/**
 * The command line under which the kernel kills the program at the end of its
 * parent (PR_SET_PDEATHSIG, prctl(2)). Node cannot ask for that itself;
 * setpriv(1), which every Debian system has, does and then becomes the program.
 * The program must not change its user afterwards: the kernel would forget it.
 * With another account setpriv changes to it before it asks.
 */
export async function dyingWithUs(
  argv: readonly [string, ...string[]],
  find: FindProgram,
  other?: OtherAccount,
): Promise<readonly [string, ...string[]]> {
  const change = other === undefined ? [] : changeTo(other);
  const setpriv = await find("setpriv");
  return [setpriv, "--pdeathsig", "KILL", ...change, "--", ...argv];
}

/** The account that the program becomes, with no other groups than these. */
export interface OtherAccount {
  readonly account: Account;
  readonly groups: readonly number[];
}

function changeTo({ account, groups }: OtherAccount): string[] {
  return [
    ...["--reuid", `${account.uid}`, "--regid", `${account.gid}`],
    ...(groups.length > 0 ? ["--groups", groups.join()] : ["--clear-groups"]),
    "--no-new-privs",
  ];
}
