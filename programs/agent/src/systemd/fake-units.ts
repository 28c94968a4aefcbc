/**
 * The Units port in memory, for tests of what stands on it: programs are words,
 * and a test decides when one ends. It passes the contract as far as states go.
 */

import type { UnitName, UnitStatus } from "@ghaf/api";
import { notFound, stopped, UnitTable } from "./unit-table.ts";
import {
  type TransientUnit,
  type UnitChange,
  type UnitInterest,
  type Units,
  UnitsError,
} from "./units.ts";

/** What a program does once started: run on, end at once (well or badly), or not exist. */
export type FakeProgram = "runs" | "ends" | "fails" | "missing";

export interface FakeUnit {
  readonly name: UnitName;
  readonly description?: string;
  /** Absent: it runs until it is stopped. */
  readonly program?: FakeProgram;
  readonly command?: readonly string[];
}

export interface FakeUnitsOptions {
  /** The units that have a unit file, so to speak. */
  readonly units?: readonly FakeUnit[];
  /** What a transient unit's command does. Absent: everything runs. */
  readonly program?: (command: readonly string[]) => FakeProgram;
}

interface Entry {
  readonly description: string;
  readonly command: readonly string[];
  readonly program: FakeProgram;
  readonly transient: boolean;
}

export class FakeUnits implements Units {
  /** Every transient unit that was asked for, in order. */
  readonly transients: TransientUnit[] = [];
  /** Every unit whose start was asked for without waiting, in order. */
  readonly requested: UnitName[] = [];
  readonly #table = new UnitTable();
  readonly #entries = new Map<string, Entry>();
  readonly #failures = new Map<keyof Units, UnitsError>();
  readonly #program: (command: readonly string[]) => FakeProgram;

  constructor(options: FakeUnitsOptions = {}) {
    this.#program = options.program ?? (() => "runs");
    for (const unit of options.units ?? []) this.define(unit);
  }

  /** Adds a unit that `start` knows. */
  define(unit: FakeUnit): void {
    const description = unit.description ?? unit.name;
    this.#entries.set(unit.name, {
      description,
      command: unit.command ?? [],
      program: unit.program ?? "runs",
      transient: false,
    });
    this.#table.putQuietly(stopped(unit.name, description));
  }

  /** The unit's program ends by itself; a code other than 0 makes it failed. */
  exit(unit: UnitName, code = 0): void {
    if (this.#isActive(unit)) this.#end(unit, code === 0 ? "ends" : "fails");
  }

  /** Makes the next call of that method fail. */
  failNext(method: keyof Units, error: UnitsError): void {
    this.#failures.set(method, error);
  }

  async status(unit: UnitName): Promise<UnitStatus> {
    this.#mayFail("status");
    return this.#table.status(unit);
  }

  async list(patterns: readonly string[]): Promise<readonly UnitStatus[]> {
    this.#mayFail("list");
    return this.#table.list(patterns);
  }

  async commandLine(unit: UnitName): Promise<readonly string[]> {
    this.#mayFail("commandLine");
    return this.#entries.get(unit)?.command ?? [];
  }

  async start(unit: UnitName): Promise<UnitStatus> {
    this.#mayFail("start");
    const entry = this.#entry(unit);
    return this.#isActive(unit)
      ? this.#table.status(unit)
      : this.#run(unit, entry);
  }

  async startNoWait(unit: UnitName): Promise<void> {
    this.#mayFail("startNoWait");
    this.requested.push(unit);
  }

  async stop(unit: UnitName): Promise<UnitStatus> {
    this.#mayFail("stop");
    this.#entry(unit);
    return this.#isActive(unit)
      ? this.#end(unit, "ends")
      : this.#table.status(unit);
  }

  async kill(unit: UnitName): Promise<UnitStatus> {
    this.#mayFail("kill");
    this.#entry(unit);
    return this.#isActive(unit)
      ? this.#end(unit, "fails")
      : this.#table.status(unit);
  }

  async freeze(unit: UnitName): Promise<UnitStatus> {
    this.#mayFail("freeze");
    return this.#setFreezer(unit, "frozen");
  }

  async thaw(unit: UnitName): Promise<UnitStatus> {
    this.#mayFail("thaw");
    return this.#setFreezer(unit, "running");
  }

  async startTransient(spec: TransientUnit): Promise<UnitStatus> {
    this.#mayFail("startTransient");
    this.transients.push(spec);
    if (this.#entries.has(spec.unit)) {
      throw new UnitsError(
        "unit-exists",
        spec.unit,
        `unit ${spec.unit} exists already`,
      );
    }
    const entry = {
      description: spec.description,
      command: spec.command,
      program: this.#program(spec.command),
      transient: true,
    };
    this.#entries.set(spec.unit, entry);
    return this.#run(spec.unit, entry);
  }

  async resetFailed(unit: UnitName): Promise<void> {
    this.#mayFail("resetFailed");
    const status = this.#table.find(unit);
    if (status?.activeState !== "failed") return;
    this.#table.put(stopped(unit, status.description));
  }

  watch(
    listener: (change: UnitChange) => void,
    interest?: UnitInterest,
  ): () => void {
    return this.#table.watch(listener, interest);
  }

  async close(): Promise<void> {
    for (const unit of [...this.#entries.keys()]) {
      if (this.#isActive(unit as UnitName)) this.#end(unit as UnitName, "ends");
    }
  }

  #run(unit: UnitName, entry: Entry): UnitStatus {
    if (entry.program === "missing") {
      this.#table.putQuietly(stopped(unit, entry.description));
      this.#end(unit, "fails");
      throw new UnitsError(
        "job-failed",
        unit,
        `cannot start ${unit}: its program does not exist`,
        { result: "failed" },
      );
    }
    this.#table.put({
      ...stopped(unit, entry.description),
      activeState: "active",
      subState: "running",
    });
    return entry.program === "runs"
      ? this.#table.status(unit)
      : this.#end(unit, entry.program);
  }

  #end(unit: UnitName, how: "ends" | "fails"): UnitStatus {
    const entry = this.#entry(unit);
    const status: UnitStatus =
      how === "ends"
        ? stopped(unit, entry.description)
        : {
            ...stopped(unit, entry.description),
            activeState: "failed",
            subState: "failed",
          };
    if (entry.transient) {
      this.#entries.delete(unit);
      this.#table.forget(status);
    } else {
      this.#table.put(status);
    }
    return status;
  }

  #setFreezer(unit: UnitName, freezerState: string): UnitStatus {
    this.#entry(unit);
    if (!this.#isActive(unit)) {
      throw new UnitsError("not-supported", unit, `unit ${unit} is not active`);
    }
    this.#table.put({ ...this.#table.status(unit), freezerState });
    return this.#table.status(unit);
  }

  #entry(unit: UnitName): Entry {
    const entry = this.#entries.get(unit);
    if (entry === undefined) {
      throw new UnitsError("no-such-unit", unit, `unit ${unit} not found`);
    }
    return entry;
  }

  #isActive(unit: UnitName): boolean {
    const status = this.#table.find(unit) ?? notFound(unit);
    return status.activeState === "active";
  }

  #mayFail(method: keyof Units): void {
    const error = this.#failures.get(method);
    this.#failures.delete(method);
    if (error !== undefined) throw error;
  }
}
