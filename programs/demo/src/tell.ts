/** Which story is told: with virtual machines where this machine can, else with processes, and why. */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Wish } from "./arguments.ts";
import { Description } from "./description.ts";
import { tellLocal } from "./local/tell-local.ts";
import type { Narrator } from "./narrator.ts";
import type { Processes } from "./processes.ts";
import { type Readiness, type Remark, readiness } from "./readiness.ts";
import { tellVms } from "./vms/tell-vms.ts";
import { deviceRuns } from "./vms/traces.ts";

export interface Scene {
  readonly wish: Wish;
  /** The device is to outlive the story. */
  readonly stay: boolean;
  /** An empty one of the demo. */
  readonly folder: string;
  /** Of the demo. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Told {
  /** Resolves when a device that stays has been switched off. */
  readonly ended: Promise<void>;
}

/** Virtual machines were insisted on. */
export class CannotRun extends Error {}

const LOOK_MS = 1_000;

/** @throws CannotRun */
export async function tell(
  scene: Scene,
  processes: Processes,
  say: Narrator,
): Promise<Told> {
  const since = performance.now();
  const { stay, folder, environment } = scene;
  const inVms = await choose(scene, processes, say);
  const work = join(folder, "description");
  await mkdir(work);
  await new Description(work, processes, say).tell();
  const reached = inVms
    ? await tellVms({ folder, work, stay, environment }, processes, say)
    : await tellLocal(folder, processes, say);
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  say.chapter(`Everything came true, in ${seconds} s.`);
  if (stay) {
    say.note("The device stays until Ctrl-C. In another terminal:\n");
    for (const line of reached) say.note(line);
  }
  return { ended: inVms && stay ? untilOff(folder) : never() };
}

/** Says which story it is. @returns whether that with virtual machines */
async function choose(
  { wish, folder }: Scene,
  processes: Processes,
  say: Narrator,
): Promise<boolean> {
  if (wish === "local") {
    introduceLocal(say);
    return false;
  }
  const found = await readiness(processes, folder);
  const isAble = found.problems.length === 0;
  if (!isAble && wish === "vms") throw new CannotRun(refusal(found));
  if (isAble) introduceVms(found, say);
  else explainLocal(found, say);
  return isAble;
}

function introduceLocal(say: Narrator): void {
  say.note("A small device on this machine: systemd's part is played by the");
  say.note("agents' local supervisor, a VM is a process of its own.");
}

function introduceVms({ warnings }: Readiness, say: Narrator): void {
  say.note("A small device in virtual machines on this machine: each boots");
  say.note("Debian 13 under QEMU, with a kernel and a systemd of its own.");
  for (const warning of warnings) say.note(`- ${remarkText(warning)}`);
}

function explainLocal({ problems }: Readiness, say: Narrator): void {
  say.note("No virtual machines, as this machine cannot run them:");
  for (const problem of problems) say.note(`- ${remarkText(problem)}`);
  say.note("So this is the story with processes.");
  introduceLocal(say);
}

function refusal({ problems }: Readiness): string {
  const reasons = problems.map((problem) => `- ${remarkText(problem)}`);
  return ["This machine cannot run virtual machines:", ...reasons].join("\n");
}

function remarkText({ name, what, fix }: Remark): string {
  return fix === null ? `${name}: ${what}` : `${name}: ${what} (${fix})`;
}

async function untilOff(folder: string): Promise<void> {
  while (deviceRuns(folder)) await pause(LOOK_MS, undefined, { ref: false });
}

function never(): Promise<void> {
  return new Promise(() => undefined);
}
