/**
 * A machine in memory: the substitute for an agent, at the port and, by
 * fake-agent-services.ts, on the wire. Units exist once they are put there.
 */

import { create } from "@bufbuild/protobuf";
import {
  endedStatus,
  type LocaleAssignment,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import {
  StatsResponseSchema,
  SysinfoResponseSchema,
} from "@ghaf/api/proto/stats/stats";
import {
  type JournalEntry,
  type JournalRequest,
  MemoryJournal,
} from "@ghaf/daemon";
import { AdminError } from "../errors.ts";
import type { AgentLink, Mark, UnitAnswer, UnitVerb } from "./agent-link.ts";

/** A unit that runs. */
export function runningStatus(name: string): UnitStatus {
  return {
    name,
    description: `unit ${name}`,
    loadState: "loaded",
    activeState: "active",
    subState: "running",
    path: "",
    freezerState: "running",
  };
}

export class FakeAgent implements AgentLink {
  /** What runs or can run; a test changes it as if from outside. */
  readonly units = new Map<string, UnitStatus>();
  /** Every call that arrived, as words. */
  readonly calls: string[] = [];
  /** Set to make every call fail. */
  failure: AdminError | undefined;
  /** Asked before each call is answered; a test holds calls up with it. */
  gate: (call: string) => Promise<void> = async () => undefined;
  /** The session mark of the next answers. */
  mark: Mark | undefined;
  locale: readonly LocaleAssignment[] = [];
  timezone = "";
  /** What the machine has logged. */
  journalEntries: readonly JournalEntry[] = [];

  async unitStatus(unit: UnitName): Promise<UnitStatus> {
    await this.#enter(`status ${unit}`);
    const known = this.units.get(unit);
    return known ?? { ...endedStatus(unit), loadState: "not-found" };
  }

  async command(verb: UnitVerb, unit: UnitName): Promise<UnitAnswer> {
    await this.#enter(`${verb} ${unit}`);
    const before = this.units.get(unit);
    if (before === undefined) {
      throw new AdminError(
        "agent-failed",
        `cannot ${verb} unit: unit is not whitelisted`,
      );
    }
    const status = after(verb, before);
    this.units.set(unit, status);
    return { status, mark: this.mark };
  }

  async startApplication(
    unit: UnitName,
    args: readonly string[],
  ): Promise<UnitAnswer> {
    await this.#enter(["run", unit, ...args].join(" "));
    const status = runningStatus(unit);
    this.units.set(unit, status);
    return { status, mark: this.mark };
  }

  async setLocale(assignments: readonly LocaleAssignment[]): Promise<void> {
    await this.#enter("locale");
    this.locale = assignments;
  }

  async setTimezone(timezone: string): Promise<void> {
    await this.#enter("timezone");
    this.timezone = timezone;
  }

  async stats() {
    await this.#enter("stats");
    return create(StatsResponseSchema, { Load: { Load1Min: 1 } });
  }

  async sysinfo() {
    await this.#enter("sysinfo");
    return create(SysinfoResponseSchema, { GhafVersion: "test" });
  }

  async *journal(
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<JournalEntry, void, void> {
    const { unit = "all units", lines, follow } = request;
    const how = follow ? "follow" : "last";
    await this.#enter(`journal ${unit} ${how} ${lines}`);
    const journal = new MemoryJournal();
    journal.entries = this.journalEntries;
    yield* journal.read(request, signal);
  }

  async #enter(call: string): Promise<void> {
    this.calls.push(call);
    await this.gate(call);
    if (this.failure !== undefined) throw this.failure;
  }
}

function after(verb: UnitVerb, before: UnitStatus): UnitStatus {
  switch (verb) {
    case "start":
      return runningStatus(before.name);
    case "stop":
      return endedStatus(before.name, before.description);
    case "freeze":
      return { ...before, freezerState: "frozen" };
    case "thaw":
      return { ...before, freezerState: "running" };
  }
}
