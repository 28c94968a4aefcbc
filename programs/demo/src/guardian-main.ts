/**
 * Outlives the demo by a moment: when the demo is gone, however it went, ends
 * what carries its mark and the devices that run from its folder, and removes
 * the folder.
 *
 * Arguments: the mark (an entry of the environment, NAME=value) and the folder.
 * Standard input is a pipe from the demo; its end is the demo's end.
 */

import { readdirSync, readFileSync, rmSync } from "node:fs";
import { argv, pid, stdin } from "node:process";

const [, , mark, folder] = argv;
/** Ending a supervisor lets its keeper end the rest, and a device is gone when its last VM is: look again. */
const PATIENCE_MS = 20_000;
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
  const deadline = performance.now() + PATIENCE_MS;
  while (endAll(marked, path) > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
  rmSync(path, { recursive: true, force: true });
}

/** Sends SIGKILL to every process that is the demo's; returns how many there were. */
function endAll(marked: string, path: string): number {
  const ours = readdirSync("/proc")
    .map(Number)
    .filter((id) => Number.isInteger(id) && id !== pid)
    .filter((id) => carries(id, marked) || isDevice(id, path));
  for (const id of ours) {
    try {
      process.kill(id, "SIGKILL");
    } catch {
      // It ended between the look and the signal.
    }
  }
  return ours.length;
}

function carries(id: number, marked: string): boolean {
  return wordsIn(id, "environ").includes(marked);
}

/** `ghaf up` leaves devices an environment of their own: `ghaf-instance run FOLDER` names its folder. */
function isDevice(id: number, path: string): boolean {
  const [verb, folder] = wordsIn(id, "cmdline").slice(-2);
  return verb === "run" && folder !== undefined && folder.startsWith(path);
}

/** None of a process that is gone. */
function wordsIn(id: number, file: "environ" | "cmdline"): readonly string[] {
  try {
    const text = readFileSync(`/proc/${id}/${file}`, "utf8");
    return text.split("\0").slice(0, -1);
  } catch {
    return [];
  }
}
