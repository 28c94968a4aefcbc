/**
 * The Units port without systemd: the units of the configuration, one process
 * group each, kept by a keeper process (control-plane design, 7). What counts as
 * running, clean or failed is systemd's; the contract suite compares the two.
 *
 * A process that leaves its group is not followed, unlike one in a control group.
 */

import type { UnitName, UnitStatus } from "@ghaf/api";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import type { Logger } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { stopped, UnitTable } from "../systemd/unit-table.ts";
import {
  type TransientUnit,
  type UnitChange,
  type UnitInterest,
  type Units,
  UnitsError,
} from "../systemd/units.ts";
import { Autostart } from "./autostart.ts";
import {
  type EndNote,
  LocalUnit,
  type LocalUnitDefinition,
} from "./local-unit.ts";
import { stopInOrder } from "./stop-in-order.ts";
import { unitEnvironment } from "./unit-environment.ts";
import { UnitRuns } from "./unit-runs.ts";

/** What a target that ends the machine asks for. */
export type PoweroffKind = "poweroff" | "reboot";

export interface LocalSupervisorOptions {
  readonly units: readonly ResolvedSupervisedUnit[];
  /** Has a log per unit; undefined: units write where the agent does. */
  readonly logFolder: string | undefined;
  /** The argument vector of the keeper: `[node, bundle, "--keeper"]`. */
  readonly keeper: readonly [string, ...string[]];
  /** The agent's environment; what it says to the agent alone is kept from the units. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called after a power target has stopped all units; the machine is not touched. */
  readonly onPoweroff: (kind: PoweroffKind) => void;
}

/** What all transient units have in common. */
const TRANSIENT = {
  type: "simple",
  startTimeoutMs: 0,
  stopTimeoutMs: 5_000,
  stopOrder: Number.NEGATIVE_INFINITY,
  restart: "no",
  successExitStatus: [],
  restartExitStatus: [],
  freezer: undefined,
  transient: true,
} as const;
const POWER_TARGETS: ReadonlyMap<string, PoweroffKind> = new Map([
  ["poweroff.target", "poweroff"],
  ["reboot.target", "reboot"],
]);

/** Starts the units with `autostart` as soon as the caller has had time to watch. */
export class LocalSupervisor implements Units {
  readonly #options: LocalSupervisorOptions;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #runs: UnitRuns;
  readonly #autostart = new Autostart((unit) => this.#startAlone(unit));
  readonly #table = new UnitTable();
  readonly #units = new Map<string, LocalUnit>();
  /** Set once everything is being stopped: nothing is started any more. */
  #stopping: Promise<void> | undefined;

  constructor(options: LocalSupervisorOptions) {
    this.#options = options;
    this.#environment = unitEnvironment(options.environment);
    const environment = this.#environment;
    this.#runs = new UnitRuns({ ...options, environment });
    for (const unit of options.units) this.#define(unit);
    for (const target of POWER_TARGETS.keys()) {
      this.#table.putQuietly(stopped(target, target));
    }
    setImmediate(() => {
      if (this.#stopping === undefined) this.#autostart.begin(options.units);
    });
  }

  async status(unit: UnitName): Promise<UnitStatus> {
    return this.#table.status(unit);
  }

  async list(patterns: readonly string[]): Promise<readonly UnitStatus[]> {
    return this.#table.list(patterns);
  }

  async commandLine(unit: UnitName): Promise<readonly string[]> {
    return this.#units.get(unit)?.definition.command ?? [];
  }

  async start(unit: UnitName): Promise<UnitStatus> {
    const power = POWER_TARGETS.get(unit);
    if (power !== undefined) {
      await this.#powerOff(power);
      return this.#table.status(unit);
    }
    const local = this.#find(unit);
    this.#refuseWhileStopping(unit);
    this.#autostart.drop(unit);
    return this.#settled(local, local.start());
  }

  async startNoWait(unit: UnitName): Promise<void> {
    if (!POWER_TARGETS.has(unit)) this.#find(unit);
    void this.#startAlone(unit);
  }

  async stop(unit: UnitName): Promise<UnitStatus> {
    const local = this.#find(unit);
    this.#autostart.drop(unit);
    return this.#settled(local, local.stop());
  }

  async kill(unit: UnitName): Promise<UnitStatus> {
    const local = this.#find(unit);
    return this.#settled(local, local.kill());
  }

  async freeze(unit: UnitName): Promise<UnitStatus> {
    const local = this.#find(unit);
    return this.#settled(local, local.freeze());
  }

  async thaw(unit: UnitName): Promise<UnitStatus> {
    const local = this.#find(unit);
    return this.#settled(local, local.thaw());
  }

  async startTransient(spec: TransientUnit): Promise<UnitStatus> {
    const { unit, description, command } = spec;
    if (this.#table.find(unit) !== undefined) {
      const text = `unit ${unit} exists already`;
      throw new UnitsError("unit-exists", unit, text);
    }
    this.#refuseWhileStopping(unit);
    const local = this.#add({
      ...TRANSIENT,
      name: unit,
      description,
      command,
      environment: { ...this.#environment, ...spec.environment },
    });
    return this.#settled(local, local.start());
  }

  async resetFailed(unit: UnitName): Promise<void> {
    const local = this.#units.get(unit);
    if (local?.status.activeState === "failed") local.reset();
  }

  watch(
    listener: (change: UnitChange) => void,
    interest?: UnitInterest,
  ): () => void {
    return this.#table.watch(listener, interest);
  }

  async close(): Promise<void> {
    await this.#stopAll();
    await this.#runs.close();
  }

  #define(unit: ResolvedSupervisedUnit): void {
    const local = this.#add({
      ...unit,
      environment: this.#environment,
      startTimeoutMs: unit.startTimeoutSec * 1_000,
      stopTimeoutMs: unit.stopTimeoutSec * 1_000,
      transient: false,
    });
    this.#table.putQuietly(local.status);
  }

  #add(definition: LocalUnitDefinition): LocalUnit {
    const local = new LocalUnit(definition, {
      clock: this.#options.clock,
      start: (unit) => this.#runs.start(unit),
      signal: (run, signal) => this.#runs.signal(run, signal),
      perform: (program) => this.#runs.perform(program, definition.environment),
      unanswered: () => this.#runs.abandon(),
      changed: (unit, status, ended) => this.#changed(unit, status, ended),
      ended: (unit, end) => this.#logEnd(unit, end),
      warn: (unit, what, error) =>
        this.#warn(unit.definition.name, what, error),
    });
    this.#units.set(definition.name, local);
    return local;
  }

  #changed(unit: LocalUnit, status: UnitStatus, ended: boolean): void {
    const { name, transient } = unit.definition;
    if (!ended || !transient) {
      this.#table.put(status);
      return;
    }
    this.#units.delete(name);
    this.#table.forget(status);
  }

  /** The unit's own word, since a transient one is not in the table any more. */
  async #settled(unit: LocalUnit, verb: Promise<void>): Promise<UnitStatus> {
    await verb;
    return unit.status;
  }

  async #startAlone(unit: UnitName): Promise<void> {
    try {
      await this.start(unit);
    } catch (error) {
      this.#warn(unit, "was not started", error);
    }
  }

  async #powerOff(kind: PoweroffKind): Promise<void> {
    await this.#stopAll();
    this.#options.onPoweroff(kind);
  }

  /** Nothing starts by itself any more, also not what is stopped last. */
  #stopAll(): Promise<void> {
    this.#autostart.end();
    for (const unit of this.#units.values()) unit.giveUp();
    this.#stopping ??= stopInOrder([...this.#units.values()], (unit, error) =>
      this.#warn(unit.definition.name, "was not stopped", error),
    );
    return this.#stopping;
  }

  #find(unit: UnitName): LocalUnit {
    const local = this.#units.get(unit);
    if (local !== undefined) return local;
    if (POWER_TARGETS.has(unit)) {
      const text = `${unit} can only be started`;
      throw new UnitsError("not-supported", unit, text);
    }
    throw new UnitsError("no-such-unit", unit, `unit ${unit} not found`);
  }

  #refuseWhileStopping(unit: UnitName): void {
    if (this.#stopping === undefined) return;
    const text = `${unit} is not started: all units are being stopped`;
    const result = "canceled";
    throw new UnitsError("job-failed", unit, text, { result });
  }

  /** Of an application the monitor knows what to say. */
  #logEnd({ definition }: LocalUnit, { isGood, how, restartMs }: EndNote) {
    if (definition.transient) return;
    const { logger } = this.#options;
    const fields = { unit: definition.name, how, restartMs };
    if (!isGood) logger.warning("a unit has failed", fields);
    else if (restartMs !== undefined) logger.notice("a unit restarts", fields);
  }

  #warn(unit: UnitName, what: string, error: unknown): void {
    this.#options.logger.warning(`a unit ${what}`, { unit, error });
  }
}
