/** What this project ships to a machine, from the checkout: bundled programs and units. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GuestUnit } from "./guest-files.ts";
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

/**
 * A unit file of programs/PROGRAM/systemd under the name and in the manager of `as`, such as
 * givc-agent.user.service as givc-agent.service of the users' managers.
 */
export async function shippedUnit(
  program: "admin" | "agent",
  file: string,
  as: Omit<GuestUnit, "content">,
): Promise<GuestUnit> {
  const path = join(checkout, "programs", program, "systemd", file);
  return { ...as, content: await readFile(path, "utf8") };
}
