/** A VM of the device that runs here, by the command's own hand: what the admin has no word for, its runner does. */

import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseVmName } from "@ghaf/api";
import { INSTANCE_PATHS } from "@ghaf/plan";
import type { Environment } from "../connection/environment.ts";
import { CliError } from "../ghaf/cli-error.ts";
import type { InstanceFolder } from "./folders.ts";
import { chosenFolder } from "./running-device.ts";

export interface LocalMachine {
  readonly name: string;
  readonly folder: InstanceFolder;
  /** Its state directory. */
  readonly dir: string;
}

/** Whether the device that is meant was ever made on this machine, as far as this user may see. */
export function hasMachines(env: Environment): boolean {
  return existsSync(join(chosenFolder(env).path, INSTANCE_PATHS.machines));
}

/** @throws CliError `not-found` that names the VMs there are */
export async function localMachine(
  untrustedVm: string,
  env: Environment,
): Promise<LocalMachine> {
  const name = parseVmName(untrustedVm);
  const folder = chosenFolder(env);
  const dir = folder.machine(name);
  if (existsSync(join(dir, "spec.json"))) return { name, folder, dir };
  const names = await readdir(join(folder.path, INSTANCE_PATHS.machines)).catch(
    () => [],
  );
  const text = `the device ${folder.name} of this machine has no VM ${name}`;
  const hints =
    names.length === 0
      ? ["ghaf up     (as root; GHAF_INSTANCE chooses among several)"]
      : [`it has ${names.sort().join(", ")}`];
  throw new CliError("not-found", text, { hints });
}

/** Where the host reaches it: in the network that debug builds have. @throws CliError `failed` when it is in none */
export async function addressOf({ dir, name }: LocalMachine): Promise<string> {
  const spec = await readFile(join(dir, "spec.json"), "utf8");
  const [, address] = /ghaf\.address=[^ ,"]+,([0-9.]+)\//.exec(spec) ?? [];
  if (address !== undefined) return address;
  throw new CliError("failed", `${name} is in no network with the host`);
}
