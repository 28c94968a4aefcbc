/** The account that QEMU runs as, when it is to be another than the runner's. */

import { RunnerError } from "../errors.ts";
import type { FindProgram } from "../program/find-program.ts";
import type { RunProgram } from "../program/run-program.ts";

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface AccountParts {
  readonly find: FindProgram;
  readonly run: RunProgram;
  /** Of the runner: getuid(2). */
  readonly ownUid: number;
}

const DEADLINE_MS = 10_000;
/** getent(1): the key is not in the database. */
const NOT_FOUND = 2;

/**
 * @returns undefined for none and for the runner's own
 * @throws RunnerError `account` when there is none of that name, or only root might use it
 */
export async function findAccount(
  name: string | undefined,
  parts: AccountParts,
): Promise<Account | undefined> {
  if (name === undefined) return undefined;
  const account = numbered(name) ?? (await lookUp(name, parts));
  if (account.uid === parts.ownUid) return undefined;
  if (parts.ownUid === 0) return account;
  const text = `QEMU cannot run as ${name}: only a runner of root can give it another account`;
  throw new RunnerError("account", text, { value: name });
}

/** An id by itself, user's and group's, which nobody else on the machine has. */
function numbered(name: string): Account | undefined {
  if (!/^[0-9]+$/.test(name)) return undefined;
  return { name: `with the id ${name}`, uid: Number(name), gid: Number(name) };
}

/** Also accounts that are in no file of this machine (nsswitch.conf(5)). */
async function lookUp(
  name: string,
  { find, run }: AccountParts,
): Promise<Account> {
  const argv = [await find("getent"), "passwd", name] as const;
  const { code, stdout, complaint } = await run({
    argv,
    deadlineMs: DEADLINE_MS,
  });
  if (code === NOT_FOUND) {
    const fix = `useradd --system --no-create-home --shell /usr/sbin/nologin ${name}`;
    const text = `account ${name}, which QEMU is to run as, does not exist: ${fix}`;
    throw new RunnerError("account", text, { value: name });
  }
  const [, , uid, gid] = stdout.trim().split(":").map(Number);
  if (Number.isInteger(uid) && Number.isInteger(gid)) {
    return { name, uid: Number(uid), gid: Number(gid) };
  }
  const text = `account ${name} cannot be looked up: getent ended with ${code}: ${complaint}`;
  throw new RunnerError("account", text, { value: name });
}
