/** The body of `ghaf env`: how other programs reach the admin of a device that runs here. */

import { isRunning } from "../../instance/door-client.ts";
import {
  notRunning,
  parseInstanceName,
  placesOf,
} from "../../instance/folders.ts";
import { operatorVariables } from "../../instance/operator.ts";
import { instanceFacts } from "../../instance/state.ts";
import type { Shell } from "../shell.ts";

export async function env(instance: string, shell: Shell): Promise<void> {
  const folder = placesOf(shell.env).instance(parseInstanceName(instance));
  const facts = await instanceFacts(folder);
  if (facts?.port === undefined || !(await isRunning(folder))) {
    throw notRunning(folder);
  }
  const lines = operatorVariables(folder, facts.port).map(
    ([name, value]) => `export ${name}=${quoted(value)}\n`,
  );
  await shell.surface.print(lines.join(""));
}

/** For a POSIX shell. */
function quoted(value: string): string {
  return /^[\w./:-]+$/.test(value)
    ? value
    : `'${value.replaceAll("'", `'\\''`)}'`;
}
