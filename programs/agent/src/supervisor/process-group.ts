/** Process groups on Linux: signalling all of one, and whether all of it is stopped. */

import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** Less than a freeze may take, and long for a process that only waits for its turn. */
const STOP_MS = 5_000;
const STEP_MS = 1;
/** Where the machine stood still for all of the time, the group has had none of it. */
const FEWEST_LOOKS = 100;

/** Sends the signal to every process of the group; a group that has ended is none. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/**
 * Waits until each process of the group has stopped or ended; the kernel stops a
 * process only when it next runs, and nothing tells of it but /proc.
 */
export async function groupStopped(leader: number): Promise<void> {
  const end = performance.now() + STOP_MS;
  for (let looks = 1; !states(leader).every(isStill); looks += 1) {
    if (performance.now() >= end && looks >= FEWEST_LOOKS) return;
    await pause(STEP_MS);
  }
}

/** Stopped, traced, zombie or dead: proc(5), /proc/pid/stat, field 3. */
function isStill(state: string): boolean {
  return ["T", "t", "Z", "X"].includes(state);
}

function states(leader: number): readonly string[] {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    const { state, group } = readStat(id);
    return group === leader ? [state] : [];
  });
}

/** The name in parentheses may hold anything, also spaces and parentheses. */
function readStat(id: string): { state: string; group: number } {
  try {
    const text = readFileSync(`/proc/${id}/stat`, "latin1");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "X", group: Number(fields[2]) };
  } catch {
    return { state: "X", group: 0 };
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ESRCH";
}
