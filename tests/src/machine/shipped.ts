/** What this project ships to a machine, from the checkout: the bundled programs. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Bind } from "./machine.ts";

const checkout = join(import.meta.dirname, "../../..");

/** Where the shipped units expect the bundles. */
export const programFolder = "/usr/lib/ghaf";

/** Binds every bundle of `npm run build` where the shipped units expect it. */
export async function bundleBinds(): Promise<Bind[]> {
  const perProgram = ["admin", "agent", "cli"].map(async (program) => {
    const folder = join(checkout, "programs", program, "dist/bundle");
    return (await readdir(folder)).map((name) => ({
      from: join(folder, name),
      to: join(programFolder, name),
    }));
  });
  return (await Promise.all(perProgram)).flat();
}
