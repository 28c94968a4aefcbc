/** After `eval "$(ghaf env)"`: variables that say what a command finds by itself name no admin. */

import { isDeepStrictEqual } from "node:util";
import type { Environment } from "../connection/environment.ts";
import {
  type ResolvedConnection,
  resolveConnection,
} from "../connection/resolve.ts";
import { CliError } from "./cli-error.ts";
import type { Shell } from "./shell.ts";

/** The shell without its GIVC variables when they lead where nothing would without them. */
export async function withoutOwnVariables(shell: Shell): Promise<Shell> {
  const entries = Object.entries(shell.env);
  const others = entries.filter(([name]) => !name.startsWith("GIVC_"));
  if (others.length === entries.length) return shell;
  const env: Environment = Object.fromEntries(others);
  const [own, said] = await Promise.all([
    unlessUnusable(() => shell.io.device(env)),
    unlessUnusable(() => resolveConnection({}, shell.env, shell.io.files)),
  ]);
  const isOwn = own !== undefined && isDeepStrictEqual(own, said);
  return isOwn ? { ...shell, env } : shell;
}

/** Whoever connects by it is told what is wrong with it. */
async function unlessUnusable(
  find: () => Promise<ResolvedConnection | undefined> | ResolvedConnection,
): Promise<ResolvedConnection | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
