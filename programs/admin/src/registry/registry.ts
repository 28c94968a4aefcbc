/**
 * The rows of everything that runs, and the rules by which they change. Pure: a
 * command goes in, the events it caused come out in order; nobody is called.
 * State semantics: docs, "States and watching"; specification 2.4 to 2.8.
 */

import {
  endedStatus,
  hasEnded,
  parseAppInstance,
  type UnitName,
  type UnitStatus,
  type VmName,
  vmOfUnit,
} from "@ghaf/api";
import { type AgentEntry, applicationEntry, type Entry } from "./entry.ts";
import { isEndOfRun, sameEntry, vmOfAgent } from "./entry-facts.ts";
import { RowIndex } from "./row-index.ts";

export type RegistryCommand =
  /** Adds the row or brings it up to date. */
  | { readonly kind: "register"; readonly entry: Entry }
  /** Replaces every row of the agent by these; one of them is the agent. */
  | {
      readonly kind: "snapshot";
      readonly agent: UnitName;
      readonly entries: readonly Entry[];
    }
  /** A unit's status as it is now. `adopt`: an application instance that is new becomes a row. */
  | {
      readonly kind: "status";
      readonly agent: UnitName;
      readonly unit: UnitName;
      readonly status: UnitStatus;
      readonly adopt: boolean;
    }
  /** The unit is no more. */
  | { readonly kind: "gone"; readonly agent: UnitName; readonly unit: UnitName }
  /** The agent cannot be reached. */
  | { readonly kind: "lost"; readonly agent: UnitName };

export type RegistryEvent =
  | { readonly kind: "added"; readonly entry: Entry }
  | {
      readonly kind: "updated";
      readonly entry: Entry;
      readonly before: Entry;
    }
  | { readonly kind: "removed"; readonly entry: Entry }
  /** The agent has just said where it is; also when it said the same before. */
  | { readonly kind: "agent-up"; readonly agent: AgentEntry }
  | { readonly kind: "agent-down"; readonly agent: AgentEntry };

export class Registry {
  readonly #rows = new RowIndex();
  readonly #down = new Set<UnitName>();

  /** Lookups; never changed through this. */
  get rows(): Pick<
    RowIndex,
    | "get"
    | "agent"
    | "agents"
    | "agentCount"
    | "ofAgent"
    | "countOf"
    | "named"
    | "has"
    | "all"
    | "size"
  > {
    return this.#rows;
  }

  /** False for an agent that was lost, or that nobody knows. */
  isUp(agent: UnitName): boolean {
    return this.#rows.agent(agent) !== undefined && !this.#down.has(agent);
  }

  /** Agents that are known and not lost. */
  get upCount(): number {
    return this.#rows.agentCount - this.#down.size;
  }

  /** The work is in proportion to what changed (for a snapshot: to its length). */
  apply(command: RegistryCommand): RegistryEvent[] {
    const events: RegistryEvent[] = [];
    switch (command.kind) {
      case "register":
        this.#put(command.entry, events);
        if (command.entry.agent === command.entry.unit) {
          this.#raise(command.entry.agent, events);
        }
        break;
      case "snapshot":
        this.#replaceAll(command.agent, command.entries, events);
        break;
      case "status":
        this.#status(command, events);
        break;
      case "gone":
        this.#gone(this.#rows.get(command.agent, command.unit), events);
        break;
      case "lost":
        this.#lose(command.agent, events);
        break;
    }
    return events;
  }

  #replaceAll(agent: UnitName, entries: readonly Entry[], to: RegistryEvent[]) {
    const kept = new Set<UnitName>(entries.map((entry) => entry.unit));
    for (const old of [...this.#rows.ofAgent(agent)]) {
      if (!kept.has(old.unit)) this.#remove(old, to);
    }
    for (const entry of entries) this.#put(entry, to);
    this.#raise(agent, to);
  }

  #status(
    command: Extract<RegistryCommand, { kind: "status" }>,
    to: RegistryEvent[],
  ) {
    const { agent, unit } = command;
    const status = { ...command.status, name: unit };
    const row = this.#rows.get(agent, unit);
    if (row !== undefined) this.#put({ ...row, status }, to);
    else if (command.adopt) this.#adopt({ agent, unit, status }, to);
    if (agent === unit && this.#down.has(agent)) this.#raise(agent, to);
  }

  #adopt(
    { agent, unit, status }: Pick<Entry, "agent" | "unit" | "status">,
    to: RegistryEvent[],
  ) {
    // One that is only on its way becomes a row when it is there.
    if (status.activeState === "activating") return;
    const owner = this.#rows.agent(agent);
    if (owner === undefined || parseAppInstance(unit) === undefined) return;
    const vm = vmOfAgent(owner);
    if (vm === undefined) return;
    this.#put(applicationEntry({ agent, unit, vm, status }), to);
  }

  #put(entry: Entry, to: RegistryEvent[]) {
    const before = this.#rows.get(entry.agent, entry.unit);
    if (entry.type.service === "App" && hasEnded(entry.status)) {
      this.#remove(before, to);
      return;
    }
    if (before !== undefined && sameEntry(before, entry)) return;
    this.#rows.set(entry);
    if (before === undefined) {
      to.push({ kind: "added", entry });
      return;
    }
    to.push({ kind: "updated", entry, before });
    this.#followVm(before, entry, to);
  }

  #gone(entry: Entry | undefined, to: RegistryEvent[]) {
    if (entry === undefined) return;
    const status = endedStatus(entry.unit, entry.status.description);
    this.#put({ ...entry, status }, to);
  }

  #remove(entry: Entry | undefined, to: RegistryEvent[]) {
    if (entry === undefined) return;
    this.#rows.delete(entry);
    if (entry.agent === entry.unit) this.#down.delete(entry.agent);
    to.push({ kind: "removed", entry });
  }

  #raise(agent: UnitName, to: RegistryEvent[]) {
    this.#down.delete(agent);
    const entry = this.#rows.agent(agent);
    if (entry !== undefined) to.push({ kind: "agent-up", agent: entry });
  }

  /** Applications first, the agent last: no row outlives what it runs on. */
  #lose(agent: UnitName, to: RegistryEvent[]) {
    const owner = this.#rows.agent(agent);
    if (owner === undefined) return;
    const rows = [...this.#rows.ofAgent(agent)];
    for (const row of rows) {
      if (row.type.service === "App") this.#remove(row, to);
    }
    for (const row of rows) {
      if (row.type.service !== "App" && row.unit !== agent) this.#end(row, to);
    }
    this.#end(owner, to);
    if (this.#down.has(agent)) return;
    this.#down.add(agent);
    to.push({ kind: "agent-down", agent: owner });
  }

  /** Not by #put: that an agent is lost says nothing of the VMs it reported. */
  #end(before: Entry, to: RegistryEvent[]) {
    const status = endedStatus(before.unit, before.status.description);
    const entry = { ...before, status };
    if (sameEntry(before, entry)) return;
    this.#rows.set(entry);
    to.push({ kind: "updated", entry, before });
  }

  /** A VM whose unit has just ended takes its agents down with it. */
  #followVm(before: Entry, after: Entry, to: RegistryEvent[]) {
    if (after.type.service !== "VM") return;
    if (!isEndOfRun(before.status, after.status)) return;
    const vm: VmName | undefined = vmOfUnit(after.unit);
    if (vm === undefined) return;
    for (const agent of [...this.#rows.agentsIn(vm)]) {
      if (agent !== after.agent) this.#lose(agent, to);
    }
  }
}

/** True for the events that a watcher of rows is told of. */
export function isRowEvent(
  event: RegistryEvent,
): event is Extract<RegistryEvent, { entry: Entry }> {
  return "entry" in event;
}
