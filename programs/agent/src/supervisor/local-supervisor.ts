/**
 * The Units port without systemd: the units of the configuration, one process
 * group each, kept by a keeper process (control-plane design, 7). What counts as
 * running, clean or failed is systemd's; the contract suite compares the two.
 *
 * A process that leaves its group is not followed, unlike one in a control group.
 */

import { join } from "node:path";
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
import { KeeperLink } from "./keeper-link.ts";
import type { Command, FromKeeper, Said } from "./keeper-messages.ts";
import { LocalUnit, type LocalUnitDefinition } from "./local-unit.ts";
import { Performances } from "./performances.ts";
import { stopInOrder } from "./stop-in-order.ts";
import { unitEnvironment } from "./unit-environment.ts";

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
  readonly #keeper: KeeperLink;
  readonly #performances: Performances;
  readonly #autostart = new Autostart((unit) => this.#startAlone(unit));
  readonly #table = new UnitTable();
  readonly #units = new Map<string, LocalUnit>();
  readonly #runs = new Map<number, LocalUnit>();
  #lastRun = 0;
  /** Set once everything is being stopped: nothing is started any more. */
  #stopping: Promise<void> | undefined;

  constructor(options: LocalSupervisorOptions) {
    this.#options = options;
    this.#environment = unitEnvironment(options.environment);
    this.#keeper = new KeeperLink({
      keeper: options.keeper,
      environment: this.#environment,
      onEvent: (event) => this.#onEvent(event),
      onLost: (reason) => this.#onLost(reason),
    });
    this.#performances = new Performances((message) =>
      this.#keeper.send(message),
    );
    this.#keeper.prepare();
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
    await this.#keeper.close();
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
      start: (unit) => this.#begin(unit),
      signal: (run, signal) => this.#keeper.send({ do: "signal", run, signal }),
      perform: (command) => this.#perform(command, definition.environment),
      unanswered: () => this.#keeper.kill(),
      changed: (unit, status, ended) => this.#changed(unit, status, ended),
      warn: (unit, what, error) =>
        this.#warn(unit.definition.name, what, error),
    });
    this.#units.set(definition.name, local);
    return local;
  }

  #begin(unit: LocalUnit): number {
    this.#lastRun += 1;
    const run = this.#lastRun;
    const { name, command, environment, type } = unit.definition;
    const { logFolder } = this.#options;
    this.#runs.set(run, unit);
    this.#keeper.send({
      ...{ do: "start", run, command, environment },
      mayNotify: type === "notify",
      logFile: logFolder && join(logFolder, `${name}.log`),
    });
    return run;
  }

  #perform(
    command: Command,
    environment: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.#lastRun += 1;
    const run = this.#lastRun;
    return this.#performances.perform({ run, command, environment });
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

  #onEvent(event: FromKeeper): void {
    if (event.event === "performed") {
      this.#performances.onPerformed(event.run, event.failure);
    }
    const unit = this.#runs.get(event.run);
    if (unit !== undefined) this.#onUnitEvent(unit, event);
  }

  #onUnitEvent(unit: LocalUnit, event: FromKeeper): void {
    switch (event.event) {
      case "started":
        unit.onStarted();
        break;
      case "refused":
        this.#runs.delete(event.run);
        unit.onRefused(event.reason);
        break;
      case "said":
        this.#logStatus(unit, event.said);
        unit.onSaid(event.said);
        break;
      case "ended":
        this.#runs.delete(event.run);
        unit.onEnded(event.code, event.signal);
        break;
      case "frozen":
        unit.onFrozen();
        break;
      case "performed":
        break;
    }
  }

  #logStatus({ definition }: LocalUnit, { status }: Said): void {
    if (status === undefined) return;
    this.#options.logger.debug("a unit says", {
      unit: definition.name,
      status,
    });
  }

  #onLost(reason: string): void {
    const lost = [...this.#runs.values()];
    this.#runs.clear();
    this.#performances.onLost(reason);
    this.#options.logger.error("the keeper of the units was lost", {
      reason,
      units: lost.map(({ definition }) => definition.name),
    });
    for (const unit of lost) unit.onLost(reason);
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

  #warn(unit: UnitName, what: string, error: unknown): void {
    this.#options.logger.warning(`a unit ${what}`, { unit, error });
  }
}
