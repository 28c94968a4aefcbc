/** Makes the client: each function writes one message, calls, and reads the answer. */

import { readUnitStatus, vmOfUnit } from "@ghaf/api";
import { AdminService, type WatchItem } from "@ghaf/api/proto/admin/admin";
import { JournalService } from "@ghaf/api/proto/ghaf/journal/v1/journal";
import {
  type CallOptions,
  createRpcClient,
  type RpcClient,
  type RpcTransport,
} from "@ghaf/api/rpc";
import type {
  CallSettings,
  CommandOutcome,
  ControlClient,
} from "./control-client.ts";
import { toControlError } from "./control-error.ts";
import {
  readGeneration,
  readUpdateProgress,
  type UpdateProgress,
  writeCachixUpdate,
} from "./generations.ts";
import { journalEntries } from "./journal.ts";
import { writeLocaleAssignment } from "./locale.ts";
import { readMachineStats, readSysinfo } from "./machine-facts.ts";
import { type Pacing, REAL_PACING } from "./pacing.ts";
import { readQueryItem } from "./query-item.ts";
import {
  applicationFields,
  notificationFields,
  registrationFields,
} from "./request-fields.ts";
import { waitForItems } from "./wait-for.ts";
import { type WatchOptions, watchEvents } from "./watch.ts";

type Rpc = RpcClient<typeof AdminService>;
/** A part of the client: the functions of one concern. */
type Part<Name extends keyof ControlClient> = Pick<ControlClient, Name>;

/**
 * The admin asks an agent within its own 5 s; waiting twice as long lets its
 * answer, which names the agent, arrive before our own deadline does.
 */
/** Longer than the admin waits for the host. */
const VM_STOP_TIMEOUT_MS = 140_000;
const CALL_TIMEOUT_MS = 10_000;
/** The admin gives a VM 60 s by default, and its agent 10 s more. */
const START_TIMEOUT_MS = 250_000;

/**
 * The client of the admin at the other end of `transport`. Opens no connection
 * before the first call.
 * @param pacing the waits between subscriptions of a watch; real time by default
 */
export function createControlClient(
  transport: RpcTransport,
  pacing: Pacing = REAL_PACING,
): ControlClient {
  const rpc = createRpcClient(AdminService, transport);
  return {
    ...applications(rpc),
    ...machines(rpc),
    ...settingsOfAll(rpc),
    ...registry(rpc, pacing),
    ...facts(rpc),
    ...journals(transport, pacing),
    ...updates(rpc),
    ...desktop(rpc),
    close: () => transport.close(),
  };
}

function applications(
  rpc: Rpc,
): Part<
  | "startApplication"
  | "stopApplication"
  | "pauseApplication"
  | "resumeApplication"
> {
  return {
    startApplication: async ({ app, vm, args = [] }, settings) => {
      const request = {
        ...applicationFields({ name: app, vm }),
        Args: [...args],
      };
      const options = callOptions(settings, START_TIMEOUT_MS);
      return (await call(rpc.startApplication(request, options))).registryId;
    },
    stopApplication: async (what, settings) =>
      outcome(
        rpc.stopApplication(applicationFields(what), callOptions(settings)),
      ),
    pauseApplication: async (what, settings) =>
      outcome(
        rpc.pauseApplication(applicationFields(what), callOptions(settings)),
      ),
    resumeApplication: async (what, settings) =>
      outcome(
        rpc.resumeApplication(applicationFields(what), callOptions(settings)),
      ),
  };
}

function machines(
  rpc: Rpc,
): Part<
  | "startVm"
  | "startService"
  | "stopService"
  | "poweroff"
  | "reboot"
  | "suspend"
  | "wakeup"
> {
  return {
    startVm: async (vm, settings) => {
      const options = callOptions(settings, START_TIMEOUT_MS);
      return (await call(rpc.startVM({ VmName: vm }, options))).registryId;
    },
    startService: async ({ service, vm }, settings) => {
      const request = { ServiceName: service, VmName: vm };
      const reply = await call(
        rpc.startService(request, callOptions(settings)),
      );
      return reply.registryId;
    },
    stopService: async ({ service, vm }, settings) =>
      outcome(
        rpc.stopService(
          { ServiceName: service, VmName: vm },
          callOptions(settings, stopTimeout(service)),
        ),
      ),
    poweroff: (settings) => done(rpc.poweroff({}, callOptions(settings))),
    reboot: (settings) => done(rpc.reboot({}, callOptions(settings))),
    suspend: (settings) => done(rpc.suspend({}, callOptions(settings))),
    wakeup: (settings) => done(rpc.wakeup({}, callOptions(settings))),
  };
}

function settingsOfAll(rpc: Rpc): Part<"setLocale" | "setTimezone"> {
  return {
    setLocale: (assignments, settings) =>
      done(
        rpc.setLocale(
          { assignments: assignments.map(writeLocaleAssignment) },
          callOptions(settings),
        ),
      ),
    setTimezone: (timezone, settings) =>
      done(rpc.setTimezone({ Timezone: timezone }, callOptions(settings))),
  };
}

function registry(
  rpc: Rpc,
  pacing: Pacing,
): Part<"registerService" | "queryList" | "watch" | "waitFor"> {
  const subscribe = (signal: AbortSignal): AsyncIterable<WatchItem> =>
    rpc.watch({}, { signal });
  const watch = (options: WatchOptions = {}) =>
    watchEvents(subscribe, pacing, options);
  return {
    registerService: (what, settings) =>
      done(
        rpc.registerService(registrationFields(what), callOptions(settings)),
      ),
    queryList: async (settings) => {
      const reply = await call(rpc.queryList({}, callOptions(settings)));
      return reply.List.map(readQueryItem);
    },
    watch,
    waitFor: (predicate, options = {}) =>
      waitForItems((signal) => watch({ signal }), predicate, options),
  };
}

function facts(rpc: Rpc): Part<"getUnitStatus" | "getStats" | "sysinfo"> {
  return {
    getUnitStatus: async ({ vm, unit }, settings) => {
      const request = { VmName: vm, UnitName: unit };
      return readUnitStatus(
        await call(rpc.getUnitStatus(request, callOptions(settings))),
      );
    },
    getStats: async (vm, settings) =>
      readMachineStats(
        await call(rpc.getStats({ VmName: vm }, callOptions(settings))),
      ),
    sysinfo: async (settings) =>
      readSysinfo(await call(rpc.sysinfo({}, callOptions(settings)))),
  };
}

function journals(
  transport: RpcTransport,
  pacing: Pacing,
): Part<"readJournal"> {
  const rpc = createRpcClient(JournalService, transport);
  return {
    readJournal: ({ vm, unit = "", lines = 0, follow = false }, options) => {
      const open = (count: number, signal: AbortSignal) =>
        rpc.read({ vm, unit, lines: count, follow }, { signal });
      return journalEntries(open, pacing, { ...options, follow, lines });
    },
  };
}

function updates(rpc: Rpc): Part<"listGenerations" | "setGeneration"> {
  return {
    listGenerations: async (settings) => {
      const reply = await call(rpc.listGenerations({}, callOptions(settings)));
      return reply.List.map(readGeneration);
    },
    setGeneration: (update, settings) =>
      updateProgress(
        rpc.setGeneration(
          { Update: { case: "Cachix", value: writeCachixUpdate(update) } },
          callOptions(settings, 0),
        ),
      ),
  };
}

async function* updateProgress(
  replies: ReturnType<Rpc["setGeneration"]>,
): AsyncGenerator<UpdateProgress, void> {
  try {
    for await (const reply of replies) yield readUpdateProgress(reply);
  } catch (error) {
    throw toControlError(error);
  }
}

function desktop(rpc: Rpc): Part<"notifyUser" | "ctap"> {
  return {
    notifyUser: async (vm, notification, settings) => {
      const request = {
        VmName: vm,
        Notification: notificationFields(notification),
      };
      return (await call(rpc.notifyUser(request, callOptions(settings))))
        .Status;
    },
    ctap: async ({ operation, args, payload }, settings) => {
      const request = {
        Req: operation,
        Args: [...args],
        Payload: Uint8Array.from(payload),
      };
      return (await call(rpc.ctap(request, callOptions(settings)))).Output;
    },
  };
}

/** A VM shuts its guest down first. */
function stopTimeout(unit: string): number {
  return vmOfUnit(unit) === undefined ? CALL_TIMEOUT_MS : VM_STOP_TIMEOUT_MS;
}

function callOptions(
  settings: CallSettings | undefined,
  timeoutMs = CALL_TIMEOUT_MS,
): CallOptions {
  return { timeoutMs, ...settings };
}

async function call<Reply>(reply: Promise<Reply>): Promise<Reply> {
  try {
    return await reply;
  } catch (error) {
    throw toControlError(error);
  }
}

async function done(reply: Promise<unknown>): Promise<void> {
  await call(reply);
}

async function outcome(
  reply: ReturnType<Rpc["stopApplication"]>,
): Promise<CommandOutcome> {
  const { CmdStatus, AppStatus } = await call(reply);
  return { command: CmdStatus, application: AppStatus };
}
