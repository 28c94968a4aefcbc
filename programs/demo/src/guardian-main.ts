/**
 * Outlives the demo by a moment: when the demo is gone, however it went, ends
 * what carries its mark and removes its folder.
 *
 * Arguments: the mark (an entry of the environment, NAME=value) and the folder.
 * Standard input is a pipe from the demo; its end is the demo's end.
 */

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { argv, pid, stdin } from "node:process";

const [, , mark, folder] = argv;
/** Ending a supervisor lets its keeper end the rest, so look again. */
const ROUNDS = 50;
const ROUND_MS = 20;

if (mark === undefined || folder === undefined) {
  throw new Error("usage: guardian-main MARK FOLDER");
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => undefined);
}
stdin.resume();
stdin.on("end", () => void cleanUp(mark, folder));

async function cleanUp(marked: string, path: string): Promise<void> {
  for (let round = 0; round < ROUNDS && endMarked(marked) > 0; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
  rmSync(path, { recursive: true, force: true });
}

/** Sends SIGKILL to every other process with the mark; returns how many there were. */
function endMarked(marked: string): number {
  const others = readdirSync("/proc")
    .map(Number)
    .filter((id) => Number.isInteger(id) && id !== pid && carries(id, marked));
  for (const id of others) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // It ended between the look and the signal.
    }
  }
  return others.length;
}

function carries(id: number, marked: string): boolean {
  try {
    const environment = readFileSync(`/proc/${id}/environ`, "utf8");
    return environment.split("\0").includes(marked);
  } catch {
    return false;
  }
}
