/** Memory and CPU of another process, from /proc (proc_pid_status(5), proc_pid_stat(5)). */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Resident set in KiB. */
export function residentKib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
}

/** CPU seconds used so far, user and system. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // Fields 14 and 15 of the line; the first two were cut off.
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond();
}

function ticksPerSecond(): number {
  return Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
}

/** Share of one core that the process uses over that time. */
export async function cpuShare(pid: number, overMs: number): Promise<number> {
  const before = cpuSeconds(pid);
  const since = performance.now();
  await new Promise((resolve) => setTimeout(resolve, overMs));
  const elapsed = (performance.now() - since) / 1_000;
  return (cpuSeconds(pid) - before) / elapsed;
}
