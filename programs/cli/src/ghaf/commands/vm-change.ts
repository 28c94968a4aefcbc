/** The bodies of `ghaf vm stop|restart|pause|resume`: the admin does it, so that its registry knows; where none answers for a device of this machine, the VM's runner. */

import { parseVmName, type VmName, vmUnit } from "@ghaf/api";
import { ControlError } from "@ghaf/client";
import type { Command } from "commander";
import {
  hasMachines,
  type LocalMachine,
  localMachine,
} from "../../instance/local-machine.ts";
import { vmFacts } from "../../instance/state.ts";
import { CliError, Ended } from "../cli-error.ts";
import type { Control } from "../control.ts";
import { withoutOwnVariables } from "../own-variables.ts";
import { controlled, isAdminNamed, type Shell, timeoutOf } from "../shell.ts";
import { suggesting } from "./not-found.ts";
import { start, vmSought } from "./vm.ts";

export type VmVerb = "stop" | "pause" | "resume";

export interface VmChange {
  readonly verb: VmVerb;
  /** Untrusted. */
  readonly vm: string;
}

const DONE: Readonly<Record<VmVerb, string>> = {
  stop: "has stopped",
  pause: "is paused",
  resume: "goes on",
};

export async function change(
  request: VmChange,
  shell: Shell,
  command: Command,
): Promise<void> {
  const { verb } = request;
  const vm = parseVmName(request.vm);
  const here = await withoutOwnVariables(shell);
  if (isAdminNamed(here, command) || !hasMachines(here.env)) {
    await controlled(here, command, (control) => askNamed(verb, vm, control));
  } else {
    await changeHere({ verb, vm }, here, command);
  }
  shell.surface.tell(`${vm} ${DONE[verb]}`);
}

/** @throws CliError `usage` for the admin's own */
async function askNamed(
  verb: VmVerb,
  vm: VmName,
  control: Control,
): Promise<void> {
  if (isOwn(control, vm)) {
    const text = `${vm} is where the admin is, which cannot ${verb} it`;
    const hints = [
      `on the machine of the device, without --addr and the like: ghaf vm ${verb} ${vm}     (asks what runs it)`,
    ];
    throw new CliError("usage", text, { hints });
  }
  await ask(verb, vm, control);
}

/** Only the admin starts a VM, so it stops it too. @throws CliError `usage` for its own */
export async function restart(
  untrustedVm: string,
  control: Control,
): Promise<void> {
  const vm = parseVmName(untrustedVm);
  if (isOwn(control, vm)) {
    const text = `${vm} cannot be started from itself, where the admin is`;
    const hints = ["all VMs of a device: ghaf down, then ghaf up"];
    throw new CliError("usage", text, { hints });
  }
  await ask("stop", vm, control);
  await start(vm, control);
}

async function changeHere(
  { verb, vm }: { readonly verb: VmVerb; readonly vm: VmName },
  shell: Shell,
  command: Command,
): Promise<void> {
  const machine = await localMachine(vm, shell.env);
  const answer = await answerOf(shell, command, async (control) => {
    if (isOwn(control, vm)) return "not its to do";
    if (!(await knows(control, vm))) return "none";
    await inTime(vm, () => ask(verb, vm, control));
    return "done";
  });
  if (answer === "none") {
    shell.surface.tell(`no admin answers for ${vm}: asking its runner`);
  }
  if (answer !== "done" || (await isLeft(verb, machine))) {
    const words = [RUNNER[verb], machine.dir];
    const status = await shell.io.runner(words, timeoutOf(command));
    if (status !== 0) throw new Ended(status);
  }
}

/**
 * Of an admin that has answered: it goes on with what it was asked, and nobody
 * else may do that beside it.
 */
async function inTime(vm: VmName, call: () => Promise<void>): Promise<void> {
  try {
    await call();
  } catch (cause) {
    if (!(cause instanceof ControlError)) throw cause;
    if (cause.code !== "deadline-exceeded") throw cause;
    const text = `the admin was asked, and has not said in time that it is done`;
    const hints = [`it may go on: ghaf vm list tells what ${vm} does`];
    throw new CliError("failed", text, { hints, cause });
  }
}

/**
 * Whether it is not so after all: a VM that was paused without the admin, or by
 * QEMU for want of room on a disk, runs as far as the host knows.
 */
async function isLeft(
  verb: VmVerb,
  { folder, name }: LocalMachine,
): Promise<boolean> {
  const phase = (await vmFacts(folder, name))?.phase;
  switch (verb) {
    case "stop":
      return false;
    case "pause":
      return phase === "ready" || phase === "booting";
    case "resume":
      return phase === "paused";
  }
}

/** Its words. */
const RUNNER: Readonly<Record<VmVerb, string>> = {
  stop: "shutdown",
  pause: "pause",
  resume: "resume",
};

type Answer = "done" | "none" | "not its to do";

/** What comes of asking the admin of the device that runs here. */
async function answerOf(
  shell: Shell,
  command: Command,
  body: (control: Control) => Promise<Answer>,
): Promise<Answer> {
  let answer: Answer = "none";
  try {
    await controlled(shell, command, async (control) => {
      if (control.isDevice) answer = await body(control);
    });
  } catch (error) {
    if (!isSilence(error)) throw error;
  }
  return answer;
}

function isSilence(error: unknown): boolean {
  const silent = ["unreachable", "configuration"];
  return error instanceof CliError && silent.includes(error.code);
}

/** One that stands still could not say that it does, nor be asked to go on. */
function isOwn({ admin }: Control, vm: VmName): boolean {
  return admin.serverName === vm;
}

/** Also found out before the long wait for an end: whether it answers at all. */
async function knows(control: Control, vm: VmName): Promise<boolean> {
  const items = await control.client.queryList(control.settings);
  return items.some(({ name }) => name === vmUnit(vm));
}

async function ask(verb: VmVerb, vm: VmName, control: Control): Promise<void> {
  await suggesting(control, vmSought(vm), () => call(verb, vm, control));
}

function call(
  verb: VmVerb,
  vm: VmName,
  { client, settings }: Control,
): Promise<unknown> {
  const name = vmUnit(vm);
  switch (verb) {
    case "stop":
      // Empty: whichever agent has it.
      return client.stopService({ service: name, vm: "" }, settings);
    case "pause":
      return client.pauseApplication({ name }, settings);
    case "resume":
      return client.resumeApplication({ name }, settings);
  }
}
