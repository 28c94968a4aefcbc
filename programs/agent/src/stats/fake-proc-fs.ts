/** A ProcFs for tests: a machine whose figures are set by hand. */

import type { ProcFs } from "./proc-fs.ts";

export interface FakeProcess {
  readonly name: string;
  /** One letter, `R` for running. */
  readonly state?: string;
  readonly utime?: number;
  readonly stime?: number;
  /** Pages. */
  readonly rss?: number;
  /** Clock ticks after boot; tells processes of the same number apart. */
  readonly startTime?: number;
}

export class FakeProcFs implements ProcFs {
  readonly processes = new Map<number, FakeProcess>();
  /** Files by path; one that is not there cannot be read. */
  readonly files = new Map([
    ["meminfo", "MemTotal: 8 kB\nMemFree: 4 kB\n"],
    ["loadavg", "0.00 0.00 0.00 1/1 1\n"],
  ]);
  /** Called before a file is read. */
  onRead: (path: string) => void = () => {};

  /** The first counters of the first line of /proc/stat: user, nice, system, idle. */
  setCpu(...counters: readonly number[]): void {
    this.files.set("stat", `cpu  ${counters.join(" ")} 0 0 0 0 0 0\ncpu0 1\n`);
  }

  async read(path: string): Promise<string> {
    this.onRead(path);
    const id = Number(/^(\d+)\/stat$/.exec(path)?.[1]);
    const process = this.processes.get(id);
    const text =
      process === undefined ? this.files.get(path) : statLine(id, process);
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  }

  async processIds(): Promise<readonly number[]> {
    return [...this.processes.keys()];
  }

  async pageSize(): Promise<number> {
    return 4096;
  }
}

/** The fields of proc_pid_stat(5) up to rss, the others zero. */
function statLine(id: number, process: FakeProcess): string {
  const { name, state = "S", utime = 0, stime = 0 } = process;
  const { rss = 0, startTime = 1 } = process;
  const to13 = "0 ".repeat(10);
  return `${id} (${name}) ${state} ${to13}${utime} ${stime} 0 0 20 0 1 0 ${startTime} 0 ${rss} 0\n`;
}
