/** The other programs of this version, as they are started. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../declaration/repository.ts";
import { CliError } from "../ghaf/cli-error.ts";

export type OwnProgram =
  | "ghaf-instance"
  | "ghaf-runner"
  | "givc-admin"
  | "givc-agent";

/** What keeps a small daemon small. */
const FLAGS = [
  "--max-semi-space-size=1",
  "--max-old-space-size=64",
  "--v8-pool-size=0",
];

/** Interpreter and file. @throws CliError when it was not built */
export function ownProgram(name: OwnProgram): readonly [string, ...string[]] {
  return [process.execPath, ...FLAGS, bundleOf(name)];
}

/** Ends with it. @returns its exit status. @throws CliError `failed` when the time is over */
export async function runAtTerminal(
  name: OwnProgram,
  words: readonly string[],
  timeoutMs?: number,
): Promise<number> {
  const [program, ...before] = ownProgram(name);
  const child = spawn(program, [...before, ...words], {
    stdio: "inherit",
    timeout: timeoutMs,
  });
  const [code, signal] = await once(child, "exit");
  if (timeoutMs !== undefined && signal === "SIGTERM") {
    throw new CliError("failed", `${name} has not ended in time`);
  }
  return typeof code === "number" ? code : 1;
}

/** Its one file. @throws CliError when it was not built */
export function bundleOf(name: OwnProgram): string {
  const workspace = name.slice(name.indexOf("-") + 1);
  const folder = join(repositoryFolder(), "programs", workspace);
  const bundle = join(folder, "dist", "bundle", `${name}.cjs`);
  if (existsSync(bundle)) return bundle;
  const hints = ["npm ci && npm run build"];
  throw new CliError("failed", `${name} is not built here`, { hints });
}

/** A file of a program that comes with it, as its unit. */
export function programFile(name: OwnProgram, path: string): string {
  const workspace = name.slice(name.indexOf("-") + 1);
  return join(repositoryFolder(), "programs", workspace, path);
}
