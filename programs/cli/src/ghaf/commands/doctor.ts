/** The body of `ghaf doctor`: what was found, as a table, and the commands that help. */

import { resolve } from "node:path";
import { examine } from "../../doctor/checks.ts";
import { FINDING_FACE } from "../../doctor/finding-face.ts";
import { remedies } from "../../doctor/installed-programs.ts";
import type { Machine, WantedMemory } from "../../doctor/machine.ts";
import { nodeMachine } from "../../doctor/node-machine.ts";
import { findRunner } from "../../doctor/runner-program.ts";
import { stateBase } from "../../doctor/state-base.ts";
import { type RenderOptions, renderList } from "../../output/render.ts";
import { Ended } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface DoctorRequest {
  /** Configuration, as it was typed; undefined: only the machine is looked at. */
  readonly file: string | undefined;
  readonly render: RenderOptions;
}

const PROBLEMS = 1;

/** @param machine the one to look at: this one */
export async function doctor(
  { file, render }: DoctorRequest,
  shell: Shell,
  machine: Machine = nodeMachine(shell.env),
): Promise<void> {
  const { surface } = shell;
  const found = await examine({
    machine,
    stateBase: stateBase(shell.env),
    runner: await findRunner(machine),
    wanted: file === undefined ? undefined : await wantedBy(file, shell),
  });
  await surface.print(await renderList(FINDING_FACE, found, render));
  const commands = remedies(found);
  if (commands.length > 0) surface.tell("what helps:");
  for (const command of commands) surface.tell(`  ${command}`);
  if (found.some(({ state }) => state === "problem")) throw new Ended(PROBLEMS);
}

/** Ends the command, with everything said, when the configuration is wrong. @throws Ended, CliError */
async function wantedBy(file: string, shell: Shell): Promise<WantedMemory> {
  const { openSound } = await import("../../declaration/open.ts");
  const { system } = await openSound(resolve(shell.io.folder, file), shell);
  const vms = system.vms.map(({ name, hypervisor }) => ({
    ...{ name, mib: hypervisor.memory.size },
  }));
  return { vms };
}
