/**
 * What the processes did between two samples. Pure arithmetic over what
 * `proc-text.ts` has read (control-plane specification 3.8).
 */

import type { CpuTicks, ProcessFigures } from "./proc-text.ts";

/** Everything read at about one moment. */
export interface Sample {
  readonly cpu: CpuTicks;
  readonly processes: readonly ProcessFigures[];
}

export interface ProcessUsage {
  readonly name: string;
  /** Percent of the time of all processors between the samples. */
  readonly user: number;
  readonly system: number;
  /** Bytes; the reference answers with pages. */
  readonly residentBytes: number;
}

export interface Usage {
  /** Who used the processors most; empty without a sample before. */
  readonly byCpu: readonly ProcessUsage[];
  /** Who holds the most memory. */
  readonly byMemory: readonly ProcessUsage[];
  /** How many processes there are, and how many of them run or could. */
  readonly total: number;
  readonly running: number;
  /** Clock ticks between the samples; since boot without one before. */
  readonly cycles: CpuTicks;
}

const LISTED = 5;

interface Change {
  readonly user: number;
  readonly system: number;
}

interface Row extends ProcessUsage {
  readonly hasEarlier: boolean;
}

/** @param earlier undefined for the first sample of all */
export function usageBetween(
  earlier: Sample | undefined,
  now: Sample,
  pageSize: number,
): Usage {
  const cycles = cyclesBetween(earlier?.cpu, now.cpu);
  const before = new Map(
    earlier?.processes.map((process) => [process.key, process]),
  );
  const rows = now.processes.map((process): Row => {
    const was = before.get(process.key);
    const change = was === undefined ? NO_CHANGE : changeOf(was, process);
    return {
      name: process.name,
      user: percent(change.user, cycles.total),
      system: percent(change.system, cycles.total),
      residentBytes: process.residentPages * pageSize,
      hasEarlier: was !== undefined,
    };
  });
  const known = rows.filter((row) => row.hasEarlier);
  return {
    byCpu: largest(known, (row) => row.user + row.system),
    byMemory: largest(rows, (row) => row.residentBytes),
    total: rows.length,
    running: now.processes.filter(({ isRunning }) => isRunning).length,
    cycles,
  };
}

const NO_CHANGE: Change = { user: 0, system: 0 };

function changeOf(was: ProcessFigures, now: ProcessFigures): Change {
  return {
    user: difference(was.user, now.user),
    system: difference(was.system, now.system),
  };
}

function cyclesBetween(was: CpuTicks | undefined, now: CpuTicks): CpuTicks {
  if (was === undefined) return now;
  return {
    user: difference(was.user, now.user),
    system: difference(was.system, now.system),
    total: difference(was.total, now.total),
  };
}

/** Counters of the kernel may go back a little, proc_stat(5) on iowait; nothing then happened. */
function difference(was: number, now: number): number {
  return Math.max(0, now - was);
}

/** Two samples in the same tick have no time between them. */
function percent(ticks: number, total: number): number {
  return total === 0 ? 0 : Math.min(100, (ticks / total) * 100);
}

function largest(
  rows: readonly Row[],
  measure: (row: Row) => number,
): readonly ProcessUsage[] {
  return [...rows]
    .sort((one, other) => measure(other) - measure(one))
    .slice(0, LISTED)
    .map(({ hasEarlier: _, ...usage }) => usage);
}
