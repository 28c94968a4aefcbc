/** `stats.StatsService`: figures of the domain as messages. */

import { StatsService } from "@ghaf/api/proto/stats/stats";
import { bindService, type ServiceBinding } from "@ghaf/api/rpc";
import type { Figures, Stats } from "./stats.ts";
import { readSystemInfo, type SystemTools } from "./sysinfo.ts";
import type { ProcessUsage } from "./usage.ts";

export function statsService(stats: Stats, tools: SystemTools): ServiceBinding {
  return bindService(StatsService, {
    getStats: async () => statsMessage(await stats.figures()),
    getSysinfo: async () => {
      const info = await readSystemInfo(tools);
      const { ghafVersion, secureBoot, diskEncrypted } = info;
      return {
        GhafVersion: ghafVersion ?? "Unknown",
        ...(secureBoot !== undefined && { SecureBoot: secureBoot }),
        ...(diskEncrypted !== undefined && { DiskEncrypted: diskEncrypted }),
      };
    },
  });
}

function statsMessage({ memory, load, usage }: Figures) {
  const [oneMinute, fiveMinutes, fifteenMinutes] = load;
  return {
    Memory: {
      Total: BigInt(memory.total),
      Free: BigInt(memory.free),
      Available: BigInt(memory.available),
      Cached: BigInt(memory.cached),
    },
    Load: {
      Load1Min: oneMinute,
      Load5Min: fiveMinutes,
      Load15Min: fifteenMinutes,
    },
    Process: {
      CpuProcesses: usage.byCpu.map(processMessage),
      MemProcesses: usage.byMemory.map(processMessage),
      Total: BigInt(usage.total),
      Running: BigInt(usage.running),
      UserCycles: BigInt(usage.cycles.user),
      SysCycles: BigInt(usage.cycles.system),
      TotalCycles: BigInt(usage.cycles.total),
    },
  };
}

function processMessage(usage: ProcessUsage) {
  return {
    Name: usage.name,
    User: usage.user,
    Sys: usage.system,
    ResSetSize: BigInt(usage.residentBytes),
  };
}
