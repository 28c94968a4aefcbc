/** The admin's answers in the reference's debug notation, field names in its order (control-plane specification 4.2). */

import type { UnitStatus } from "@ghaf/api";
import type {
  Generation,
  MachineStats,
  ProcessSample,
  ProcessUse,
  Sysinfo,
} from "@ghaf/client";
import { visible } from "../../output/visible.ts";
import {
  type DebugValue,
  debugLine,
  float,
  integer,
  list,
  option,
  struct,
  text,
  word,
} from "./debug-value.ts";

/** With newline. */
export function printStarted(registryId: string): string {
  return `${debugLine(struct("StartResponse", { registry_id: text(registryId) }))}\n`;
}

/** Without newline, as the reference. */
export function printUnitStatus(status: UnitStatus): string {
  return debugLine(
    struct("UnitStatus", {
      name: text(status.name),
      description: text(status.description),
      load_state: text(status.loadState),
      active_state: text(status.activeState),
      sub_state: text(status.subState),
      path: text(status.path),
      freezer_state: text(status.freezerState),
    }),
  );
}

/** Without newline, as the reference. */
export function printNotified(status: string): string {
  return debugLine(struct("Status", { status: text(status) }));
}

/** With newline. */
export function printGenerations(generations: readonly Generation[]): string {
  return `${debugLine(list(generations.map(generation)))}\n`;
}

/** With newline. */
export function printStats({ memory, load, processes }: MachineStats): string {
  const stats = struct("StatsResponse", {
    memory: option(memory, (use) =>
      struct("MemoryStats", {
        total: integer(use.total),
        free: integer(use.free),
        available: integer(use.available),
        cached: integer(use.cached),
      }),
    ),
    load: option(load, (averages) =>
      struct("LoadStats", {
        load1_min: float(averages.oneMinute),
        load5_min: float(averages.fiveMinutes),
        load15_min: float(averages.fifteenMinutes),
      }),
    ),
    process: option(processes, processUse),
  });
  return `${debugLine(stats)}\n`;
}

/** Three lines. */
export function printSysinfo(info: Sysinfo): string {
  return [
    `Ghaf Version: ${visible(info.ghafVersion.trim())}`,
    `Secure Boot: ${enabled(info.secureBoot)}`,
    `Disk Encryption: ${enabled(info.diskEncrypted)}`,
    "",
  ].join("\n");
}

function enabled(fact: boolean | null): string {
  if (fact === null) return "unknown";
  return fact ? "enabled" : "disabled";
}

function processUse(use: ProcessUse): DebugValue {
  return struct("ProcessStats", {
    cpu_processes: list(use.byCpu.map(processSample)),
    mem_processes: list(use.byMemory.map(processSample)),
    total: integer(use.total),
    running: integer(use.running),
    user_cycles: integer(use.userCycles),
    sys_cycles: integer(use.systemCycles),
    total_cycles: integer(use.totalCycles),
  });
}

function processSample(sample: ProcessSample): DebugValue {
  return struct("ProcessStat", {
    name: text(sample.name),
    user: float(sample.user),
    sys: float(sample.system),
    res_set_size: integer(sample.residentPages),
  });
}

function generation(one: Generation): DebugValue {
  return struct("Generation", {
    generation: integer(one.generation),
    date: text(one.date),
    nixos_version: text(one.nixosVersion),
    kernel_version: text(one.kernelVersion),
    configuration_revision: text(one.configurationRevision),
    specialisations: list(one.specialisations.map(text)),
    current: word(String(one.current)),
    store_path: text(one.storePath),
  });
}
