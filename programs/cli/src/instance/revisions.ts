/** Whether what runs, VMs and their host, is as its next start would make it. */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { INSTANCE_PATHS } from "@ghaf/plan";
import type { Environment } from "../connection/environment.ts";
import type { InstanceFolder } from "./folders.ts";
import { chosenFolder } from "./running-device.ts";
import { instanceFacts, vmFacts } from "./state.ts";
import { writePrivate } from "./write-machines.ts";

export type Currency = "current" | "outdated";

/** @returns undefined for a VM that does not run, or not here */
export async function currencyOf(
  folder: InstanceFolder,
  vm: string,
): Promise<Currency | undefined> {
  const facts = await vmFacts(folder, vm);
  if (facts === undefined || facts.phase === "ended") return undefined;
  // What was killed with its device could not say that it ended.
  const device = await instanceFacts(folder);
  if (facts.startedUnixMs < (device?.startedUnixMs ?? 0)) return undefined;
  const file = join(folder.machine(vm), "revision");
  const wanted = await readFile(file, "utf8").catch(() => undefined);
  if (wanted === undefined) return undefined;
  return facts.revision === wanted ? "current" : "outdated";
}

/** Below the folder of the instance: the revision of the host's files that it was started with. */
const HOST_REVISION = "host/revision";

/** Before the instance is started. */
export async function noteHostRevision(
  { path }: InstanceFolder,
  revision: string,
): Promise<void> {
  await writePrivate(join(path, HOST_REVISION), revision);
}

/** Whether the host runs with that. */
export async function hostCurrency(
  { path }: InstanceFolder,
  wanted: string,
): Promise<Currency> {
  const file = join(path, HOST_REVISION);
  const noted = await readFile(file, "utf8").catch(() => undefined);
  return noted === wanted ? "current" : "outdated";
}

/** Of every VM that runs, by name, of the device that the environment means. */
export async function currencies(
  env: Environment,
): Promise<ReadonlyMap<string, Currency>> {
  const folder = chosenFolder(env);
  const machines = join(folder.path, INSTANCE_PATHS.machines);
  const names = await readdir(machines).catch(() => []);
  const found = new Map<string, Currency>();
  for (const name of names) {
    const currency = await currencyOf(folder, name);
    if (currency !== undefined) found.set(name, currency);
  }
  return found;
}
