/** What runs on this machine, as the kernel tells it: who belongs to a test, and what a process uses. */

import { readdirSync, readFileSync } from "node:fs";

export interface FoundProcess {
  readonly pid: number;
  readonly args: readonly string[];
}

/** Every living process with that entry, `NAME=value`, in its environment. */
export function processesWith(entry: string): readonly FoundProcess[] {
  return allProcesses().filter(({ pid }) =>
    readWords(pid, "environ").includes(entry),
  );
}

/** Whether the process is there and is not only waiting to be reaped. */
export function isAlive(pid: number): boolean {
  const stat = read(`/proc/${pid}/stat`);
  const state = stat.slice(stat.lastIndexOf(")") + 2)[0];
  return state !== undefined && !["Z", "X"].includes(state);
}

/** Kernel's word for the process's state: R and S run or wait, T is stopped. */
export function stateOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "";
}

/** Memory in RAM, in bytes. */
export function memoryOf(pid: number): number {
  const [, kib = "0"] =
    /^VmRSS:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/status`)) ?? [];
  return Number(kib) * 1_024;
}

/** How many files and sockets the process has open. */
export function openFilesOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

function allProcesses(): readonly FoundProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isAlive)
    .map((pid) => ({ pid, args: readWords(pid, "cmdline") }));
}

function readWords(pid: number, file: "environ" | "cmdline"): string[] {
  return read(`/proc/${pid}/${file}`).split("\0");
}

/** Empty for a process that has just ended, or is somebody else's. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
