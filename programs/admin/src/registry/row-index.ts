/** Where rows are kept: found by agent, by unit name and by the VM their agent lives in. */

import type { UnitName, VmName } from "@ghaf/api";
import { type AgentEntry, type Entry, isAgent } from "./entry.ts";
import { vmOfAgent } from "./entry-facts.ts";

export class RowIndex {
  readonly #byAgent = new Map<UnitName, Map<UnitName, Entry>>();
  readonly #byUnit = new Map<UnitName, Map<UnitName, Entry>>();
  readonly #byVm = new Map<VmName, Set<UnitName>>();
  readonly #agents = new Map<UnitName, AgentEntry>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(agent: UnitName, unit: UnitName): Entry | undefined {
    return this.#byAgent.get(agent)?.get(unit);
  }

  agent(unit: UnitName): AgentEntry | undefined {
    return this.#agents.get(unit);
  }

  agents(): Iterable<AgentEntry> {
    return this.#agents.values();
  }

  get agentCount(): number {
    return this.#agents.size;
  }

  /** The agent itself and everything it reported. */
  ofAgent(agent: UnitName): Iterable<Entry> {
    return this.#byAgent.get(agent)?.values() ?? [];
  }

  countOf(agent: UnitName): number {
    return this.#byAgent.get(agent)?.size ?? 0;
  }

  /** Every row of that unit name, one for each agent that reported it. */
  named(unit: UnitName): Iterable<Entry> {
    return this.#byUnit.get(unit)?.values() ?? [];
  }

  /** True when any agent has a row of that unit name. */
  has(unit: UnitName): boolean {
    return this.#byUnit.has(unit);
  }

  agentsIn(vm: VmName): Iterable<UnitName> {
    return this.#byVm.get(vm) ?? [];
  }

  *all(): Iterable<Entry> {
    for (const rows of this.#byAgent.values()) yield* rows.values();
  }

  set(entry: Entry): void {
    const before = this.get(entry.agent, entry.unit);
    if (before === undefined) this.#size += 1;
    else this.#forgetAgent(before);
    rowOf(this.#byAgent, entry.agent).set(entry.unit, entry);
    rowOf(this.#byUnit, entry.unit).set(entry.agent, entry);
    this.#rememberAgent(entry);
  }

  delete(entry: Entry): void {
    if (this.get(entry.agent, entry.unit) === undefined) return;
    this.#size -= 1;
    drop(this.#byAgent, entry.agent, entry.unit);
    drop(this.#byUnit, entry.unit, entry.agent);
    this.#forgetAgent(entry);
  }

  #rememberAgent(entry: Entry): void {
    if (!isAgent(entry)) return;
    this.#agents.set(entry.unit, entry);
    const vm = vmOfAgent(entry);
    if (vm === undefined) return;
    const agents = this.#byVm.get(vm);
    if (agents === undefined) this.#byVm.set(vm, new Set([entry.unit]));
    else agents.add(entry.unit);
  }

  #forgetAgent(entry: Entry): void {
    if (!isAgent(entry)) return;
    this.#agents.delete(entry.unit);
    const vm = vmOfAgent(entry);
    const agents = vm === undefined ? undefined : this.#byVm.get(vm);
    agents?.delete(entry.unit);
    if (vm !== undefined && agents?.size === 0) this.#byVm.delete(vm);
  }
}

type Table = Map<UnitName, Map<UnitName, Entry>>;

function rowOf(table: Table, row: UnitName): Map<UnitName, Entry> {
  const found = table.get(row) ?? new Map<UnitName, Entry>();
  if (found.size === 0) table.set(row, found);
  return found;
}

function drop(table: Table, row: UnitName, column: UnitName) {
  const found = table.get(row);
  found?.delete(column);
  if (found?.size === 0) table.delete(row);
}
