/** Child processes that end when the runner ends, even by SIGKILL. */

import type { FindProgram } from "./find-program.ts";

/**
 * The command line under which the kernel kills the program at the end of its
 * parent (PR_SET_PDEATHSIG, prctl(2)). Node cannot ask for that itself;
 * setpriv(1), which every Debian system has, does and then becomes the program.
 * The program must not change its user afterwards: the kernel would forget it.
 */
export async function dyingWithUs(
  argv: readonly [string, ...string[]],
  find: FindProgram,
): Promise<readonly [string, ...string[]]> {
  return [await find("setpriv"), "--pdeathsig", "KILL", "--", ...argv];
}
