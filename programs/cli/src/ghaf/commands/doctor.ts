/** The body of `ghaf doctor`: what was found, as a table, and the commands that help. */

import { resolve } from "node:path";
import { examine } from "../../doctor/checks.ts";
import { deviceServersOf } from "../../doctor/device-servers.ts";
import { FINDING_FACE } from "../../doctor/finding-face.ts";
import { remedies } from "../../doctor/installed-programs.ts";
import type { Surroundings, Wanted } from "../../doctor/machine.ts";
import { nodeMachine } from "../../doctor/node-machine.ts";
import { placesOf } from "../../instance/folders.ts";
import { ownProgram } from "../../instance/own-programs.ts";
import { type RenderOptions, renderList } from "../../output/render.ts";
import { Ended } from "../cli-error.ts";
import type { Shell } from "../shell.ts";

export interface DoctorRequest {
  /** Configuration, as it was typed; undefined: only the machine is looked at. */
  readonly file: string | undefined;
  readonly render: RenderOptions;
}

const PROBLEMS = 1;

type Looked = Pick<Surroundings, "machine" | "runner">;

/** @param looked what is looked at: this machine */
export async function doctor(
  { file, render }: DoctorRequest,
  shell: Shell,
  looked: Looked = thisMachine(shell),
): Promise<void> {
  const { surface } = shell;
  const { instances, images } = placesOf(shell.env);
  const found = await examine({
    ...{ ...looked, instances, images },
    wanted: file === undefined ? undefined : await wantedBy(file, shell),
  });
  await surface.print(await renderList(FINDING_FACE, found, render));
  const commands = remedies(found);
  if (commands.length > 0) surface.tell("what helps:");
  for (const command of commands) surface.tell(`  ${command}`);
  if (found.some(({ state }) => state === "problem")) throw new Ended(PROBLEMS);
}

function thisMachine({ env }: Shell): Looked {
  const machine = nodeMachine(env);
  try {
    return { machine, runner: ownProgram("ghaf-runner") };
  } catch {
    return { machine, runner: undefined };
  }
}

/** Ends the command, with everything said, when the configuration is wrong. @throws Ended, CliError */
async function wantedBy(file: string, shell: Shell): Promise<Wanted> {
  const { openSound } = await import("../../declaration/open.ts");
  const { system } = await openSound(resolve(shell.io.folder, file), shell);
  const vms = system.vms.map(({ name, hypervisor }) => ({
    ...{ name, mib: hypervisor.memory.size },
  }));
  return { vms, servers: deviceServersOf(system) };
}
