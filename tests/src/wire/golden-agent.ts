/**
 * The packages every agent serves, and those it serves when their capability is
 * enabled, as the specification's sections 1.3 to 1.8 state them, typed by hand.
 */

import type { GoldenFile } from "./golden-file.ts";

const SYSTEMD: GoldenFile = {
  file: "systemd/systemd.proto",
  package: "systemd",
  services: {
    UnitControlService: {
      StartApplication: "unary AppUnitRequest -> UnitResponse",
      StartUnit: "unary UnitRequest -> UnitResponse",
      StopUnit: "unary UnitRequest -> UnitResponse",
      KillUnit: "unary UnitRequest -> UnitResponse",
      FreezeUnit: "unary UnitRequest -> UnitResponse",
      UnfreezeUnit: "unary UnitRequest -> UnitResponse",
      GetUnitStatus: "unary UnitRequest -> UnitResponse",
      MonitorUnit: "server-stream UnitResourceRequest -> UnitResourceResponse",
    },
  },
  messages: {
    UnitStatus:
      "Name#1 string, Description#2 string, LoadState#3 string, ActiveState#4 string, SubState#5 string, Path#6 string, FreezerState#7 string",
    UnitRequest: "UnitName#1 string",
    AppUnitRequest: "UnitName#1 string, Args#2 rep string",
    UnitResponse: "UnitStatus#1 UnitStatus",
    UnitResourceRequest: "UnitName#1 string",
    UnitResourceResponse:
      "cpu_usage#1 double json=cpuUsage, memory_usage#2 float json=memoryUsage",
  },
};

const LOCALE: GoldenFile = {
  file: "locale/locale.proto",
  package: "locale",
  services: {
    LocaleClient: {
      LocaleSet: "unary LocaleMessage -> Empty",
      TimezoneSet: "unary TimezoneMessage -> Empty",
    },
  },
  messages: {
    LocaleAssignment: "key#1 LocaleMacroKey, value#2 string",
    LocaleMessage: "assignments#1 rep LocaleAssignment",
    TimezoneMessage: "Timezone#1 string",
    Empty: "",
  },
  enums: {
    LocaleMacroKey:
      "LANG=0, LC_ADDRESS=1, LC_COLLATE=2, LC_CTYPE=3, LC_IDENTIFICATION=4, LC_MONETARY=5, LC_MESSAGES=6, LC_MEASUREMENT=7, LC_NAME=8, LC_NUMERIC=9, LC_PAPER=10, LC_TELEPHONE=11, LC_TIME=12, LC_ALL=13",
  },
};

const STATS: GoldenFile = {
  file: "stats/stats.proto",
  package: "stats",
  services: {
    StatsService: {
      GetStats: "unary StatsRequest -> StatsResponse",
      GetSysinfo: "unary StatsRequest -> SysinfoResponse",
    },
  },
  messages: {
    StatsRequest: "",
    ProcessStat:
      "Name#1 string, User#2 float, Sys#3 float, ResSetSize#4 uint64",
    ProcessStats:
      "CpuProcesses#1 rep ProcessStat, MemProcesses#2 rep ProcessStat, Total#3 uint64, Running#4 uint64, UserCycles#5 uint64, SysCycles#6 uint64, TotalCycles#7 uint64",
    LoadStats: "Load1Min#1 float, Load5Min#2 float, Load15Min#3 float",
    MemoryStats:
      "Total#1 uint64, Free#2 uint64, Available#3 uint64, Cached#4 uint64",
    StatsResponse:
      "Memory#1 MemoryStats, Load#2 LoadStats, Process#3 ProcessStats",
    SysinfoResponse:
      "GhafVersion#1 string, SecureBoot#2 opt bool, DiskEncrypted#3 opt bool",
  },
};

const NOTIFY: GoldenFile = {
  file: "notify/notify.proto",
  package: "notify",
  services: {
    UserNotificationService: {
      NotifyUser: "unary UserNotification -> Status",
    },
  },
  messages: {
    UserNotification:
      "Event#1 string, Title#2 string, Urgency#3 UrgencyLevel, Icon#4 string, Message#5 string",
    Status: "Status#1 string",
  },
  enums: { UrgencyLevel: "LOW=0, NORMAL=1, CRITICAL=2" },
};

const EXEC: GoldenFile = {
  file: "exec/exec.proto",
  package: "exec",
  services: {
    Exec: { RunCommand: "bidi CommandRequest -> CommandResponse" },
  },
  messages: {
    StartCommand:
      "Command#1 string, Arguments#2 rep string, WorkingDirectory#3 opt string, EnvVars#4 map<string,string>, Stdin#5 opt bytes, Role#6 opt string",
    CommandIO: "Payload#1 bytes",
    SignalCommand: "Signal#1 int32",
    StartedEvent: "Pid#1 int32",
    FinishedEvent: "ReturnCode#1 int32",
    CommandRequest:
      "Command/Start#1 StartCommand, Command/Stdin#2 CommandIO, Command/Signal#3 SignalCommand",
    CommandRelayRequest: "Agent#1 string, Command#2 CommandRequest",
    CommandResponse:
      "Event/Stdout#1 CommandIO, Event/Stderr#2 CommandIO, Event/Started#3 StartedEvent, Event/Finished#4 FinishedEvent",
  },
};

const POLICY_ADMIN: GoldenFile = {
  file: "policyadmin/policyadmin.proto",
  package: "policyadmin",
  services: {
    PolicyAdmin: {
      StreamPolicy: "client-stream StreamPolicyRequest -> Status",
    },
  },
  messages: {
    StreamPolicyRequest:
      "policy_name#1 string json=policyName, policy_chunk#2 bytes json=policyChunk",
    Status: "Status#1 string",
  },
};

export const AGENT: readonly GoldenFile[] = [
  SYSTEMD,
  LOCALE,
  STATS,
  NOTIFY,
  EXEC,
  POLICY_ADMIN,
];
