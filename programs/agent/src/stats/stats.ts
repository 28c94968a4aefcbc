/** Takes samples of the machine and keeps the last one, which the next is compared with. */

import { AgentError } from "../errors.ts";
import type { ProcFs } from "./proc-fs.ts";
import {
  type LoadFigures,
  type MemoryFigures,
  type ProcessFigures,
  parseCpu,
  parseLoad,
  parseMemory,
  parseProcess,
} from "./proc-text.ts";
import { type Sample, type Usage, usageBetween } from "./usage.ts";

export interface Figures {
  readonly memory: MemoryFigures;
  readonly load: LoadFigures;
  readonly usage: Usage;
}

export interface Stats {
  /**
   * What the machine does now; shares are of the time since the call before.
   * Calls at the same time are answered with the same figures.
   * @throws AgentError `cannot get memory|load|process statistics`
   */
  figures(): Promise<Figures>;
}

/** Files that are read at the same time, of as many as there are processes. */
const AT_ONCE = 32;

export function createStats(proc: ProcFs): Stats {
  let last: Sample | undefined;
  let underWay: Promise<Figures> | undefined;
  const take = async (): Promise<Figures> => {
    const memory = await orFail("memory", async () =>
      parseMemory(await proc.read("meminfo")),
    );
    const load = await orFail("load", async () =>
      parseLoad(await proc.read("loadavg")),
    );
    return orFail("process", async () => {
      const sample = await takeSample(proc);
      const usage = usageBetween(last, sample, await proc.pageSize());
      last = sample;
      return { memory, load, usage };
    });
  };
  return {
    figures() {
      underWay ??= take().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}

async function takeSample(proc: ProcFs): Promise<Sample> {
  const cpu = parseCpu(await proc.read("stat"));
  const ids = await proc.processIds();
  const processes: ProcessFigures[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    const read = await Promise.all(some.map((id) => readProcess(proc, id)));
    processes.push(...read.filter((process) => process !== undefined));
  }
  return { cpu, processes };
}

/** @returns undefined for a process that ended before it was read */
async function readProcess(
  proc: ProcFs,
  id: number,
): Promise<ProcessFigures | undefined> {
  let text: string;
  try {
    text = await proc.read(`${id}/stat`);
  } catch {
    return undefined;
  }
  return parseProcess(text);
}

async function orFail<T>(
  what: "memory" | "load" | "process",
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new AgentError("failed", `cannot get ${what} statistics`, { cause });
  }
}
