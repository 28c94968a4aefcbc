/** The device of this machine that a command means when it names no admin. */

import { type Environment, nonEmpty } from "../connection/environment.ts";
import type { ResolvedConnection } from "../connection/resolve.ts";
import { CliError } from "../ghaf/cli-error.ts";
import { isRunning } from "./door-client.ts";
import {
  DEFAULT_INSTANCE,
  type InstanceFolder,
  parseInstanceName,
  placesOf,
} from "./folders.ts";
import { mayOperate, operatorConnection } from "./operator.ts";
import { instanceFacts } from "./state.ts";

/** `$GHAF_INSTANCE`, else the one called default. */
export function chosenFolder(env: Environment): InstanceFolder {
  const name = nonEmpty(env["GHAF_INSTANCE"]) ?? DEFAULT_INSTANCE;
  return placesOf(env).instance(parseInstanceName(name, "GHAF_INSTANCE"));
}

/**
 * The way to its admin; undefined when none runs that this user may operate.
 * @throws CliError `not-found` when one was chosen that does not run
 */
export async function runningDevice(
  env: Environment,
): Promise<ResolvedConnection | undefined> {
  const folder = chosenFolder(env);
  const facts = mayOperate(folder) ? await instanceFacts(folder) : undefined;
  if (facts?.port !== undefined && (await isRunning(folder))) {
    return operatorConnection(folder, facts.port);
  }
  if (nonEmpty(env["GHAF_INSTANCE"]) === undefined) return undefined;
  const text = `the device ${folder.name}, which GHAF_INSTANCE names, does not run`;
  const hints = [`ghaf up --instance ${folder.name}`];
  throw new CliError("not-found", text, { hints });
}
