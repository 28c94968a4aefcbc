/** The bodies of `ghaf vm console|balloon|screendump|ssh`: what is done to a VM of the device that runs here. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { isRunning } from "../../instance/door-client.ts";
import { notRunning } from "../../instance/folders.ts";
import { insideOf } from "../../instance/inside.ts";
import {
  addressOf,
  type LocalMachine,
  localMachine,
} from "../../instance/local-machine.ts";
import { vmFacts } from "../../instance/state.ts";
import { CliError, Ended } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

/** @throws CliError `not-found`, also for a device or a VM that is off */
async function runningMachine(
  untrustedVm: string,
  { env }: Shell,
): Promise<LocalMachine> {
  const machine = await localMachine(untrustedVm, env);
  const { folder, name } = machine;
  if (!(await isRunning(folder))) throw notRunning(folder);
  // Without a status that can be read, its runner knows.
  const facts = await vmFacts(folder, name);
  if (facts?.phase !== "ended") return machine;
  throw new CliError("not-found", `${name} is off`, {
    hints: [`ghaf vm start ${name}`],
  });
}

/** Runs one of the runner's commands on it. @throws Ended with its status */
async function askRunner(
  { dir }: LocalMachine,
  [command, ...words]: readonly [string, ...string[]],
  { io }: Shell,
): Promise<void> {
  const status = await io.runner([command, dir, ...words]);
  if (status !== 0) throw new Ended(status);
}

export async function attach(untrustedVm: string, shell: Shell): Promise<void> {
  const machine = await runningMachine(untrustedVm, shell);
  const { name } = machine;
  // Of a guest that is up, nothing more would be seen.
  shell.surface.tell(
    `the serial console of ${name}, where its kernel writes and nobody logs in (ghaf vm ssh ${name}); Ctrl-] leaves it`,
  );
  await askRunner(machine, ["console"], shell);
}

/** @param mib that the guest shall have; prints what it has */
export async function balloon(
  untrustedVm: string,
  mib: number,
  shell: Shell,
): Promise<void> {
  const machine = await runningMachine(untrustedVm, shell);
  await askRunner(machine, ["balloon", String(mib)], shell);
}

export async function screendump(
  untrustedVm: string,
  file: string,
  shell: Shell,
): Promise<void> {
  const machine = await runningMachine(untrustedVm, shell);
  const path = resolve(shell.io.folder, file);
  await askRunner(machine, ["screendump", path], shell);
}

export interface SshRequest {
  readonly vm: string;
  /** The account there. */
  readonly user: string;
  /** Private key; undefined: those that ssh finds. */
  readonly identity: string | undefined;
  /** A command and its arguments; none: a shell. */
  readonly words: readonly string[];
}

/** Keys of VMs are kept with the device: the first one that a VM shows is believed. */
export async function ssh(request: SshRequest, shell: Shell): Promise<void> {
  const machine = await runningMachine(request.vm, shell);
  const { folder, name } = machine;
  const [first, ...rest] = request.words;
  // What follows it is handed on as it is, and it is not.
  const command = first === "--" ? rest : request.words;
  const options = {
    StrictHostKeyChecking: "accept-new",
    // A list of files with signs of its own (ssh_config(5)).
    UserKnownHostsFile: `"${join(folder.path, "known_hosts").replaceAll("%", "%%")}"`,
    HostKeyAlias: name,
  };
  const [program, ...words] = [
    ...(await insideOf(folder)),
    ...["ssh", "-l", request.user],
    ...(request.identity === undefined ? [] : ["-i", request.identity]),
    ...Object.entries(options).flatMap(([key, value]) => [
      ...["-o", `${key}=${value}`],
    ]),
    ...["--", await addressOf(machine), ...command],
  ];
  const child = spawn(program, words, { stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Ended(typeof code === "number" ? code : 1);
}
