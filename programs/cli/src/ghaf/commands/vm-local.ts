/** The bodies of `ghaf vm stop|restart|console|pause|resume|balloon|screendump`: what is done to a VM of the device that runs here. */

import { resolve } from "node:path";
import { askRunner, localMachine } from "../../instance/local-machine.ts";
import type { Control } from "../control.ts";
import type { Shell } from "../shell.ts";
import { start } from "./vm.ts";

export async function stop(untrustedVm: string, shell: Shell): Promise<void> {
  const machine = await localMachine(untrustedVm, shell.env);
  await askRunner(machine, "shutdown");
  shell.surface.tell(`${machine.name} has stopped`);
}

/** The admin starts it again, and waits for its agent. */
export async function restart(
  untrustedVm: string,
  shell: Shell,
  control: Control,
): Promise<void> {
  await stop(untrustedVm, shell);
  await start(untrustedVm, control);
}

export async function attach(untrustedVm: string, shell: Shell): Promise<void> {
  await askRunner(await localMachine(untrustedVm, shell.env), "console");
}

export async function freeze(
  word: "pause" | "resume",
  untrustedVm: string,
  shell: Shell,
): Promise<void> {
  await askRunner(await localMachine(untrustedVm, shell.env), word);
}

/** @param mib that the guest shall have; prints what it has */
export async function balloon(
  untrustedVm: string,
  mib: number,
  shell: Shell,
): Promise<void> {
  const machine = await localMachine(untrustedVm, shell.env);
  await askRunner(machine, "balloon", String(mib));
}

export async function screendump(
  untrustedVm: string,
  file: string,
  shell: Shell,
): Promise<void> {
  const machine = await localMachine(untrustedVm, shell.env);
  await askRunner(machine, "screendump", resolve(shell.io.folder, file));
}
