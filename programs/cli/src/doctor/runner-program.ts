/** Where the program is that runs a VM: built beside this command, or installed. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Machine } from "./machine.ts";

const BUNDLE = join("runner", "dist", "bundle", "ghaf-runner.cjs");

/** @returns the program and its first arguments; undefined when there is none */
export async function findRunner(
  machine: Machine,
): Promise<readonly [string, ...string[]] | undefined> {
  // In the bundle, tools/setup/bundles.mjs puts the file's own name here.
  const built = above(dirname(import.meta.filename));
  if (built !== undefined) return [process.execPath, built];
  const installed = await machine.find("ghaf-runner");
  return installed === undefined ? undefined : [installed];
}

/** Our programs lie side by side, whichever depth this file is at. */
function above(folder: string): string | undefined {
  const place = join(folder, BUNDLE);
  if (existsSync(place)) return place;
  const parent = dirname(folder);
  return parent === folder ? undefined : above(parent);
}
