/** The device of this machine that a command means when it names no admin. */

import { readdir } from "node:fs/promises";
import { type Environment, nonEmpty } from "../connection/environment.ts";
import type { ResolvedConnection } from "../connection/resolve.ts";
import { CliError } from "../ghaf/cli-error.ts";
import { isRunning } from "./door-client.ts";
import {
  DEFAULT_INSTANCE,
  type InstanceFolder,
  instanceFlag,
  isInstanceName,
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
 * @throws CliError `not-found` when one was chosen that does not run, `unreachable` when one runs that does not say where
 */
export async function runningDevice(
  env: Environment,
): Promise<ResolvedConnection | undefined> {
  const folder = chosenFolder(env);
  if (mayOperate(folder) && (await isRunning(folder))) {
    return operatorConnection(folder, await portOf(folder));
  }
  if (nonEmpty(env["GHAF_INSTANCE"]) === undefined) return undefined;
  const text = `the device ${folder.name}, which GHAF_INSTANCE names, does not run`;
  const hints = [`ghaf up --instance ${folder.name}`];
  throw new CliError("not-found", text, { hints });
}

/** The names of all that run here and that this user may operate. */
export async function runningNames(
  env: Environment,
): Promise<readonly string[]> {
  const places = placesOf(env);
  const names = await readdir(places.instances).catch(() => []);
  const running: string[] = [];
  for (const name of names.filter(isInstanceName).sort()) {
    const folder = places.instance(name);
    if (mayOperate(folder) && (await isRunning(folder))) running.push(name);
  }
  return running;
}

/** Of the relay of a device that runs. @throws CliError `unreachable` when it does not say so */
export async function portOf(folder: InstanceFolder): Promise<number> {
  const facts = await instanceFacts(folder);
  if (facts?.port === undefined) throw silent(folder);
  return facts.port;
}

/** For a device that runs, and has damaged words or none of itself. */
export function silent(folder: InstanceFolder): CliError {
  const flag = instanceFlag(folder);
  const text = `the device ${folder.name} runs, but ${folder.path}/state.json does not say where its admin is`;
  return new CliError("unreachable", text, {
    hints: [
      "it has only begun to start: try again",
      `or the file is damaged: ghaf down${flag}, then ghaf up${flag}`,
    ],
  });
}
