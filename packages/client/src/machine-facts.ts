/** What a machine reports of itself: load, memory, processes, identity (control-plane specification 1.5). */

import type {
  ProcessStat,
  ProcessStats,
  StatsResponse,
  SysinfoResponse,
} from "@ghaf/api/proto/stats/stats";

export interface MachineStats {
  /** Bytes; null when the agent sent none. */
  readonly memory: MemoryUse | null;
  /** Null when the agent sent none. */
  readonly load: LoadAverages | null;
  /** Null when the agent sent none. */
  readonly processes: ProcessUse | null;
}

export interface MemoryUse {
  readonly total: bigint;
  readonly free: bigint;
  readonly available: bigint;
  readonly cached: bigint;
}

/** As in /proc/loadavg. */
export interface LoadAverages {
  readonly oneMinute: number;
  readonly fiveMinutes: number;
  readonly fifteenMinutes: number;
}

export interface ProcessUse {
  /** The busiest since the previous sample, busiest first. */
  readonly byCpu: readonly ProcessSample[];
  /** The largest in memory, largest first. */
  readonly byMemory: readonly ProcessSample[];
  readonly total: bigint;
  readonly running: bigint;
  /** Clock ticks since the previous sample. */
  readonly userCycles: bigint;
  readonly systemCycles: bigint;
  readonly totalCycles: bigint;
}

export interface ProcessSample {
  readonly name: string;
  /** Percent of all CPU time since the previous sample. */
  readonly user: number;
  readonly system: number;
  /** Pages. */
  readonly residentPages: bigint;
}

/** Null means that the machine does not know. */
export interface Sysinfo {
  readonly ghafVersion: string;
  readonly secureBoot: boolean | null;
  readonly diskEncrypted: boolean | null;
}

export function readMachineStats(message: StatsResponse): MachineStats {
  const { Memory: memory, Load: load, Process: processes } = message;
  return {
    memory:
      memory === undefined
        ? null
        : {
            total: memory.Total,
            free: memory.Free,
            available: memory.Available,
            cached: memory.Cached,
          },
    load:
      load === undefined
        ? null
        : {
            oneMinute: load.Load1Min,
            fiveMinutes: load.Load5Min,
            fifteenMinutes: load.Load15Min,
          },
    processes: processes === undefined ? null : readProcessUse(processes),
  };
}

export function readSysinfo(message: SysinfoResponse): Sysinfo {
  return {
    ghafVersion: message.GhafVersion,
    secureBoot: message.SecureBoot ?? null,
    diskEncrypted: message.DiskEncrypted ?? null,
  };
}

function readProcessUse(message: ProcessStats): ProcessUse {
  return {
    byCpu: message.CpuProcesses.map(readSample),
    byMemory: message.MemProcesses.map(readSample),
    total: message.Total,
    running: message.Running,
    userCycles: message.UserCycles,
    systemCycles: message.SysCycles,
    totalCycles: message.TotalCycles,
  };
}

function readSample(message: ProcessStat): ProcessSample {
  return {
    name: message.Name,
    user: message.User,
    system: message.Sys,
    residentPages: message.ResSetSize,
  };
}
