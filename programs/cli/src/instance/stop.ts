/** Ending a running instance: its VMs in order, then all of its processes. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { withDeadline } from "@ghaf/client";
import { CliError } from "../ghaf/cli-error.ts";
import type { Surface } from "../ghaf/surface.ts";
import { aborted } from "./aborted.ts";
import { type OpenDoor, openDoor } from "./door-client.ts";
import type { InstanceFolder } from "./folders.ts";
import { instanceProcesses } from "./processes.ts";
import { vmFacts } from "./state.ts";

export interface StopRequest {
  readonly folder: InstanceFolder;
  /** All at once, as a power cut: what guests did not write is lost. */
  readonly now: boolean;
  /** Aborted: go on stopping, but stop waiting. */
  readonly signal: AbortSignal;
  readonly surface: Surface;
}

/** VMs of three kinds one after the other, each with the time of its unit. */
const PATIENCE_MS = 400_000;
const KILL_MS = 10_000;
const STEP_MS = 250;
const GONE_STEP_MS = 20;

/** @returns false when it did not run @throws CliError `failed` when it does not end */
export async function stopInstance(request: StopRequest): Promise<boolean> {
  const { folder, now, surface } = request;
  const door = await openDoor(folder);
  if (door === undefined) return killStuck(folder);
  door.wish(now ? "kill" : "down");
  const telling = new AbortController();
  const told = tellProgress(folder, surface, telling.signal);
  try {
    await endOf(door, request);
    return true;
  } finally {
    telling.abort();
    await told;
    door.close();
  }
}

async function endOf(
  door: OpenDoor,
  { folder, now, signal }: StopRequest,
): Promise<void> {
  const isOver = await withDeadline(
    now ? KILL_MS : PATIENCE_MS,
    [signal],
    (patience) =>
      Promise.race([
        door.ended.then(() => true),
        aborted(patience).then(() => false),
      ]),
  );
  if (isOver) return await untilGone(folder);
  if (signal.aborted) return;
  if (now && (await killStuck(folder))) return;
  const hints = [`ghaf down --now --instance ${folder.name}`];
  const text = `the device ${folder.name} has not ended`;
  throw new CliError("failed", text, { hints });
}

/** Each VM's steps down, as its runner tells them, also the last one's. */
async function tellProgress(
  folder: InstanceFolder,
  surface: Surface,
  signal: AbortSignal,
): Promise<void> {
  const names = await readdir(join(folder.path, "microvms")).catch(() => []);
  const told = new Map<string, string>();
  for (let isLast = false; ; isLast = signal.aborted) {
    const changes = await changesOf(folder, names, told);
    // Of what happened between two looks, ends came before what waited for them.
    for (const phase of ["ended", "stopping"]) {
      const those = changes.filter(([, now]) => now === phase);
      const word = phase === "ended" ? "stopped" : phase;
      for (const [name] of those) surface.tell(`${name}: ${word}`);
    }
    if (isLast) return;
    await pause(STEP_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function changesOf(
  folder: InstanceFolder,
  names: readonly string[],
  told: Map<string, string>,
): Promise<readonly (readonly [name: string, phase: string])[]> {
  const changes: (readonly [string, string])[] = [];
  for (const name of names) {
    const phase = (await vmFacts(folder, name))?.phase ?? "";
    const before = told.get(name);
    told.set(name, phase);
    if (before !== undefined && before !== phase) changes.push([name, phase]);
  }
  return changes;
}

/** An instance that does not answer: found by its arguments, which hold the folder. @returns whether there was one */
async function killStuck(folder: InstanceFolder): Promise<boolean> {
  const found = await instanceProcesses(folder);
  for (const pid of found) kill(pid);
  await untilGone(folder);
  return found.length > 0;
}

/** The door closes with the instance; the kernel ends what is around it a moment later. */
async function untilGone(folder: InstanceFolder): Promise<void> {
  const until = performance.now() + KILL_MS;
  while (performance.now() < until) {
    if ((await instanceProcesses(folder)).length === 0) return;
    await pause(GONE_STEP_MS);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
