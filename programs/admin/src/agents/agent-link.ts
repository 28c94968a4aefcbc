/**
 * The port to one agent: what the admin asks of a machine, in the admin's words.
 * Adapter: remote-agent.ts. Substitute: fake-agent.ts.
 */

import type { LocaleAssignment, UnitName, UnitStatus } from "@ghaf/api";
import type {
  StatsResponse,
  SysinfoResponse,
} from "@ghaf/api/proto/stats/stats";
import type { JournalEntry, JournalRequest } from "@ghaf/daemon";
import type { AgentAddress } from "../registry/entry.ts";

export type UnitVerb = "start" | "stop" | "freeze" | "thaw";

/** A place in an agent's session: the change that an answer had caused. */
export interface Mark {
  readonly epoch: string;
  readonly sequence: bigint;
}

export interface UnitAnswer {
  readonly status: UnitStatus;
  /** Set by agents that report by a session. */
  readonly mark: Mark | undefined;
}

export interface CallOptions {
  /** Milliseconds; 5,000 when absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Every method fails with an AdminError whose message is the agent's own text. */
export interface AgentLink {
  unitStatus(unit: UnitName, options?: CallOptions): Promise<UnitStatus>;
  command(
    verb: UnitVerb,
    unit: UnitName,
    options?: CallOptions,
  ): Promise<UnitAnswer>;
  startApplication(
    unit: UnitName,
    untrustedArguments: readonly string[],
    options?: CallOptions,
  ): Promise<UnitAnswer>;
  setLocale(
    assignments: readonly LocaleAssignment[],
    options?: CallOptions,
  ): Promise<void>;
  setTimezone(timezone: string, options?: CallOptions): Promise<void>;
  /** Passed on as it came. */
  stats(options?: CallOptions): Promise<StatsResponse>;
  sysinfo(options?: CallOptions): Promise<SysinfoResponse>;
  /** What its machine has logged, read no faster than it is taken; without a deadline. */
  journal(
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncIterable<JournalEntry>;
}

/** Gives the link to the agent at an address. Opens nothing by itself. */
export type AgentLinks = (address: AgentAddress) => AgentLink;
