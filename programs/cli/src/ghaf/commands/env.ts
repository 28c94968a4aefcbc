/** The body of `ghaf env`: how other programs reach the admin of a device that runs here. */

import { isRunning } from "../../instance/door-client.ts";
import {
  notRunning,
  parseInstanceName,
  placesOf,
} from "../../instance/folders.ts";
import { operatorVariables } from "../../instance/operator.ts";
import { portOf } from "../../instance/running-device.ts";
import type { Shell } from "../shell.ts";

export async function env(instance: string, shell: Shell): Promise<void> {
  const folder = placesOf(shell.env).instance(parseInstanceName(instance));
  if (!(await isRunning(folder))) throw notRunning(folder);
  const port = await portOf(folder);
  const lines = operatorVariables(folder, port).map(
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
