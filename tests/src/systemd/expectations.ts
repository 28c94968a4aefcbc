/** What the scenarios ask of the command line, and how they read its answers. */

import assert from "node:assert/strict";
import type { Finished } from "../machine/command.ts";
import type { Fleet, Member } from "./fleet.ts";

/** One row of `query-list --as-json`. */
export interface Row {
  readonly name: string;
  readonly status: string;
  readonly description: string;
  readonly vm_name: string | null;
}

export function expectOk(finished: Finished): void {
  assert.equal(finished.code, 0, `${finished.stdout}${finished.stderr}`);
}

/** The row of that name, as `from` sees the list. */
export async function listed(
  fleet: Fleet,
  from: Member,
  name: string,
): Promise<Row | undefined> {
  return (await list(fleet, from)).find((row) => row.name === name);
}

export async function list(
  fleet: Fleet,
  from: Member,
): Promise<readonly Row[]> {
  const asked = await fleet.cli(from, "query-list", "--as-json");
  expectOk(asked);
  return JSON.parse(asked.stdout) as Row[];
}

/** The arguments that start an application. */
export function starting(
  vm: string,
  application: string,
  ...args: string[]
): string[] {
  const rest = args.length === 0 ? [] : ["--", ...args];
  return ["start", "app", "--vm", vm, application, ...rest];
}
