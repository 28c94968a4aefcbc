/** The adapter of the agent port over the agents' gRPC services. */

import {
  formatEndpoint,
  readUnitStatus,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import { JournalService } from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { LocaleClient, LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import { StatsService } from "@ghaf/api/proto/stats/stats";
import {
  UnitControlService,
  type UnitResponse,
} from "@ghaf/api/proto/systemd/systemd";
import {
  createRpcClient,
  RpcError,
  type CallOptions as RpcOptions,
  type RpcTransport,
  type StatusCode,
} from "@ghaf/api/rpc";
import { AdminError, type AdminErrorCode } from "../errors.ts";
import type { AgentAddress } from "../registry/entry.ts";
import { clipStatus } from "../registry/entry-facts.ts";
import type {
  AgentLink,
  AgentLinks,
  CallOptions,
  Mark,
  UnitAnswer,
  UnitVerb,
} from "./agent-link.ts";

/** Trailers by which an agent says which change of its session an answer caused. */
export const EPOCH_TRAILER = "ghaf-session-epoch";
export const SEQUENCE_TRAILER = "ghaf-session-sequence";

const UNARY_MS = 5_000;

/** Channels to agents, one for each address; `createPool` of the transport is one. */
export interface AgentChannels {
  get(address: AgentAddress): RpcTransport;
  /** Ends the channel to an agent that is gone, so that the next call connects anew at once. */
  drop(address: AgentAddress): void;
}

/** Links over pooled channels. A link fails with `unreachable` where nothing can be dialled. */
export function remoteAgents(channels: AgentChannels): AgentLinks {
  return (address) => {
    try {
      const name = address.serverName || formatEndpoint(address.endpoint);
      return remoteAgent(channels.get(address), name);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AdminError(
        "unreachable",
        `cannot connect to ${address.serverName}: ${reason}`,
        { value: address.endpoint },
      );
    }
  };
}

/** The agent at the other end of a transport; `name` is for people. */
export function remoteAgent(transport: RpcTransport, name: string): AgentLink {
  const ask = <T>(call: () => Promise<T>) => known(name, call);
  const units = createRpcClient(UnitControlService, transport);
  const locale = createRpcClient(LocaleClient, transport);
  const stats = createRpcClient(StatsService, transport);
  const journal = createRpcClient(JournalService, transport);
  const verbs: Readonly<Record<UnitVerb, typeof units.startUnit>> = {
    start: units.startUnit,
    stop: units.stopUnit,
    freeze: units.freezeUnit,
    thaw: units.unfreezeUnit,
  };
  return {
    unitStatus: (unit, options) =>
      ask(async () => {
        const request = { UnitName: unit };
        return statusOf(await units.getUnitStatus(request, rpc(options)), unit);
      }),
    command: (verb, unit, options) =>
      ask(answer(unit, options, (o) => verbs[verb]({ UnitName: unit }, o))),
    startApplication: (unit, untrusted, options) =>
      ask(
        answer(unit, options, (o) =>
          units.startApplication({ UnitName: unit, Args: [...untrusted] }, o),
        ),
      ),
    setLocale: (assignments, options) =>
      ask(async () => {
        const list = assignments.map(({ key, value }) => ({
          key: LocaleMacroKey[key],
          value,
        }));
        await locale.localeSet({ assignments: list }, rpc(options));
      }),
    setTimezone: (timezone, options) =>
      ask(async () => {
        await locale.timezoneSet({ Timezone: timezone }, rpc(options));
      }),
    stats: (options) => ask(() => stats.getStats({}, rpc(options))),
    sysinfo: (options) => ask(() => stats.getSysinfo({}, rpc(options))),
    async *journal({ unit = "", ...request }, signal) {
      try {
        yield* journal.read({ ...request, unit }, { signal });
      } catch (error) {
        throw failureOf(name, error);
      }
    },
  };
}

function answer(
  unit: UnitName,
  options: CallOptions | undefined,
  call: (options: RpcOptions) => Promise<UnitResponse>,
): () => Promise<UnitAnswer> {
  return async () => {
    let mark: Mark | undefined;
    const onTrailers = (trailers: ReadonlyMap<string, string>) => {
      mark = readMark(trailers);
    };
    const reply = await call({ ...rpc(options), onTrailers });
    return { status: statusOf(reply, unit), mark };
  };
}

function rpc(options: CallOptions = {}): RpcOptions {
  const { timeoutMs = UNARY_MS, signal } = options;
  return signal === undefined ? { timeoutMs } : { timeoutMs, signal };
}

/** An answer without status breaks the protocol: nothing is known of the unit then. */
function statusOf(reply: UnitResponse, unit: UnitName): UnitStatus {
  if (reply.UnitStatus !== undefined) {
    return clipStatus(readUnitStatus(reply.UnitStatus));
  }
  throw new AdminError("agent-failed", `the agent gave no status of ${unit}`);
}

function readMark(untrusted: ReadonlyMap<string, string>): Mark | undefined {
  const epoch = untrusted.get(EPOCH_TRAILER);
  const sequence = untrusted.get(SEQUENCE_TRAILER) ?? "";
  if (epoch === undefined || !/^\d{1,20}$/.test(sequence)) return undefined;
  return { epoch, sequence: BigInt(sequence) };
}

async function known<T>(name: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw failureOf(name, error);
  }
}

function failureOf(name: string, error: unknown): unknown {
  if (!(error instanceof RpcError)) return error;
  // The agent's text becomes ours; as a cause it matters for what lies below it.
  const below = error.debug === undefined ? {} : { cause: error };
  return new AdminError(codeOf(error.code), textOf(name, error), below);
}

/** A connection's own words do not say whose connection it was. */
function textOf(name: string, { code, message, debug }: RpcError): string {
  const isAgents = debug !== undefined || !CONNECTION_ENDS.includes(code);
  return isAgents ? message : `no answer from the agent ${name}: ${message}`;
}

const CONNECTION_ENDS: readonly StatusCode[] = [
  "cancelled",
  "deadline-exceeded",
  "unavailable",
];

function codeOf(status: StatusCode): AdminErrorCode {
  return CODES[status] ?? "agent-failed";
}

const CODES: Readonly<Partial<Record<StatusCode, AdminErrorCode>>> = {
  // Ours to cancel is only what nobody waits for; else the channel was dropped.
  cancelled: "unreachable",
  "invalid-argument": "invalid-request",
  "deadline-exceeded": "timeout",
  "not-found": "not-found",
  "already-exists": "exists",
  "permission-denied": "denied",
  "resource-exhausted": "exhausted",
  "failed-precondition": "wrong-state",
  aborted: "aborted",
  unimplemented: "not-supported",
  unavailable: "unreachable",
};
