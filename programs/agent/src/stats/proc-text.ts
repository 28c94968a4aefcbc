/** The texts of proc(5) as numbers. Pure; a text that is not as documented is an error. */

import { quote } from "@ghaf/api";
import { AgentError } from "../errors.ts";

/** Bytes. */
export interface MemoryFigures {
  readonly total: number;
  readonly free: number;
  readonly available: number;
  readonly cached: number;
}

/** Averages over 1, 5 and 15 minutes. */
export type LoadFigures = readonly [number, number, number];

/** Clock ticks since boot, over all processors. */
export interface CpuTicks {
  readonly user: number;
  readonly system: number;
  readonly total: number;
}

export interface ProcessFigures {
  /** Number and start time: numbers are used again. */
  readonly key: string;
  readonly name: string;
  readonly isRunning: boolean;
  /** Clock ticks of its own since it started; without its children. */
  readonly user: number;
  readonly system: number;
  readonly residentPages: number;
}

/** /proc/meminfo; what the kernel does not tell is 0, except the total. */
export function parseMemory(untrusted: string): MemoryFigures {
  const figures = new Map(
    [...untrusted.matchAll(/^(\w+): +(\d+) kB$/gm)].map(([, name, kib]) => [
      name,
      Number(kib) * 1024,
    ]),
  );
  const total = figures.get("MemTotal");
  if (total === undefined) throw unreadable("meminfo", untrusted);
  const figure = (name: string) => figures.get(name) ?? 0;
  return {
    total,
    free: figure("MemFree"),
    available: figure("MemAvailable"),
    cached: figure("Cached"),
  };
}

/** /proc/loadavg */
export function parseLoad(untrusted: string): LoadFigures {
  const found = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(untrusted);
  if (found === null) throw unreadable("loadavg", untrusted);
  return [Number(found[1]), Number(found[2]), Number(found[3])];
}

/**
 * The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq,
 * steal. The two counters of guests that follow are left out of the sum, since
 * the kernel counts that time as user and nice already.
 */
export function parseCpu(untrusted: string): CpuTicks {
  const found = /^cpu +((?:\d+ ){3,}\d+)/.exec(untrusted);
  if (found === null) throw unreadable("stat", untrusted);
  const counters = (found[1] ?? "").split(" ").map(Number).slice(0, 8);
  const [user = 0, , system = 0] = counters;
  const total = counters.reduce((sum, counter) => sum + counter, 0);
  return { user, system, total };
}

/** Fields of proc_pid_stat(5), counted from the state as 0. */
const UTIME = 11;
const STIME = 12;
const STARTTIME = 19;
const RSS = 21;

/** /proc/<pid>/stat. The name is between the first `(` and the last `)`, and may contain both. */
export function parseProcess(untrusted: string): ProcessFigures {
  const found = /^(\d+) \((.*)\) (\S(?: -?\d+){21,})/s.exec(untrusted);
  if (found === null) throw unreadable("<pid>/stat", untrusted);
  const [, id, name = "", rest = ""] = found;
  const fields = rest.split(" ");
  const field = (index: number) => Number(fields[index]);
  return {
    key: `${id} ${fields[STARTTIME]}`,
    name,
    isRunning: fields[0] === "R",
    user: field(UTIME),
    system: field(STIME),
    residentPages: Math.max(0, field(RSS)),
  };
}

function unreadable(file: string, untrusted: string): AgentError {
  const text = `/proc/${file} is not as documented: ${quote(untrusted)}`;
  return new AgentError("failed", text, { value: untrusted });
}
