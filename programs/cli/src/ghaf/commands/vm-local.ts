/** The bodies of `ghaf vm console|balloon|screendump|ssh`: what is done to a VM of the device that runs here. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { insideOf } from "../../instance/inside.ts";
import {
  addressOf,
  type LocalMachine,
  localMachine,
} from "../../instance/local-machine.ts";
import { Ended } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

/** Runs one of the runner's commands on it. @throws Ended with its status */
export async function askRunner(
  { dir }: LocalMachine,
  [command, ...words]: readonly [string, ...string[]],
  { io }: Shell,
): Promise<void> {
  const status = await io.runner([command, dir, ...words]);
  if (status !== 0) throw new Ended(status);
}

export async function attach(untrustedVm: string, shell: Shell): Promise<void> {
  await askRunner(
    await localMachine(untrustedVm, shell.env),
    ["console"],
    shell,
  );
}

/** @param mib that the guest shall have; prints what it has */
export async function balloon(
  untrustedVm: string,
  mib: number,
  shell: Shell,
): Promise<void> {
  const machine = await localMachine(untrustedVm, shell.env);
  await askRunner(machine, ["balloon", String(mib)], shell);
}

export async function screendump(
  untrustedVm: string,
  file: string,
  shell: Shell,
): Promise<void> {
  const machine = await localMachine(untrustedVm, shell.env);
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
  const machine = await localMachine(request.vm, shell.env);
  const { folder, name } = machine;
  const [first, ...rest] = request.words;
  // What follows it is handed on as it is, and it is not.
  const command = first === "--" ? rest : request.words;
  const options = {
    StrictHostKeyChecking: "accept-new",
    UserKnownHostsFile: join(folder.path, "known_hosts"),
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
