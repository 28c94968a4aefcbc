/**
 * One unit of the local supervisor and its way from start to end. The words are
 * systemd's, and so is what counts as a clean end.
 */

import type { UnitName, UnitStatus } from "@ghaf/api";
import { stopped } from "../systemd/unit-table.ts";
import { UnitsError } from "../systemd/units.ts";
import { type Deferred, deferred, within } from "./deferred.ts";
import type { UnitSignal } from "./keeper-messages.ts";

export interface LocalUnitDefinition {
  readonly name: UnitName;
  readonly description: string;
  readonly command: readonly [string, ...string[]];
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stopTimeoutMs: number;
  readonly stopOrder: number;
  readonly transient: boolean;
}

/** What a unit needs from the supervisor. */
export interface LocalUnitHost {
  /** Has the program executed; the events of this run come back to the unit. */
  start(unit: LocalUnit): number;
  signal(run: number, signal: UnitSignal): void;
  /** The keeper does not answer; it is to be ended, and its runs with it. */
  unanswered(): void;
  /** The unit's state has changed; `ended` when it has come to rest. */
  changed(unit: LocalUnit, status: UnitStatus, ended: boolean): void;
}

interface Running {
  readonly kind: "starting" | "running" | "stopping";
  readonly run: number;
  readonly started: Deferred<void>;
  readonly ended: Deferred<void>;
}

type Phase = { readonly kind: "idle" } | Running;

/** A keeper that does not answer is none. */
const ANSWER_MS = 10_000;

/** systemd.service(5), SuccessExitStatus: "the normal termination signals". */
const CLEAN_SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE"];

export class LocalUnit {
  readonly definition: LocalUnitDefinition;
  readonly #host: LocalUnitHost;
  #phase: Phase = { kind: "idle" };
  #status: UnitStatus;
  /** The freeze that is under way; what follows waits for it. */
  #freezing: Promise<void> = Promise.resolve();
  #frozen: Deferred<void> = deferred();

  constructor(definition: LocalUnitDefinition, host: LocalUnitHost) {
    this.definition = definition;
    this.#host = host;
    this.#status = stopped(definition.name, definition.description);
  }

  get status(): UnitStatus {
    return this.#status;
  }

  /** Does nothing to a unit that runs; one that is stopping is started afterwards. */
  async start(): Promise<void> {
    while (this.#phase.kind === "stopping") {
      await this.#phase.ended.promise;
      if (this.definition.transient) throw forgotten(this.definition.name);
    }
    if (this.#phase.kind === "idle") this.#begin();
    if (this.#phase.kind === "starting") await this.#started(this.#phase);
  }

  /** SIGTERM, and SIGKILL after the unit's time. */
  async stop(): Promise<void> {
    const phase = await this.#running();
    if (phase === undefined) return;
    if (phase.kind === "running") await this.#terminate(phase);
    await phase.ended.promise;
  }

  async kill(): Promise<void> {
    const phase = await this.#running();
    if (phase === undefined) return;
    this.#host.signal(phase.run, "SIGKILL");
    await phase.ended.promise;
  }

  async freeze(): Promise<void> {
    const phase = await this.#active();
    if (this.#status.freezerState === "frozen") return;
    this.#freezing = this.#stopProcesses(phase);
    await this.#freezing;
  }

  async thaw(): Promise<void> {
    const phase = await this.#active();
    if (this.#status.freezerState !== "frozen") return;
    this.#host.signal(phase.run, "SIGCONT");
    this.#change({ freezerState: "running" });
  }

  reset(): void {
    if (this.#phase.kind !== "idle") return;
    this.#change({ activeState: "inactive", subState: "dead" }, true);
  }

  /** The program was executed. */
  onStarted(): void {
    if (this.#phase.kind !== "starting") return;
    this.#phase = { ...this.#phase, kind: "running" };
    this.#change({ activeState: "active", subState: "running" });
    this.#phase.started.resolve();
  }

  onRefused(reason: string): void {
    const { name, command } = this.definition;
    const text = `cannot start ${name}: ${command[0]}: ${reason}`;
    const result = "failed";
    this.#rest(false, new UnitsError("job-failed", name, text, { result }));
  }

  onFrozen(): void {
    this.#frozen.resolve();
  }

  onEnded(code: number | null, signal: string | null): void {
    const { name } = this.definition;
    const text = `${name} ended before it had started`;
    const isClean =
      signal === null ? code === 0 : CLEAN_SIGNALS.includes(signal);
    this.#rest(isClean, new UnitsError("job-failed", name, text));
  }

  /** Nobody knows the run any more; its processes were killed. */
  onLost(reason: string): void {
    const { name } = this.definition;
    const text = `${name} was lost with its keeper: ${reason}`;
    this.#rest(false, new UnitsError("unavailable", name, text));
  }

  #begin(): void {
    this.#phase = {
      kind: "starting",
      run: this.#host.start(this),
      started: deferred(),
      ended: deferred(),
    };
    this.#change({ activeState: "activating", subState: "start" });
  }

  #started(phase: Running): Promise<void> {
    return this.#answered(phase.started.promise, "the start");
  }

  async #answered(answer: Promise<void>, what: string): Promise<void> {
    const { name } = this.definition;
    const text = `${what} of ${name} was not answered in ${ANSWER_MS} ms`;
    const late = new UnitsError("timeout", name, text);
    try {
      await within(answer, ANSWER_MS, late);
    } catch (error) {
      if (error === late) this.#host.unanswered();
      throw error;
    }
  }

  async #terminate(phase: Running): Promise<void> {
    this.#phase = { ...phase, kind: "stopping" };
    await this.#freezing.catch(() => {});
    if (this.#status.freezerState === "frozen") {
      this.#host.signal(phase.run, "SIGCONT");
    }
    if (!this.#isIn(phase)) return;
    this.#change({
      activeState: "deactivating",
      subState: "stop-sigterm",
      freezerState: "running",
    });
    this.#host.signal(phase.run, "SIGTERM");
    const timer = setTimeout(() => {
      this.#change({ subState: "stop-sigkill" });
      this.#host.signal(phase.run, "SIGKILL");
    }, this.definition.stopTimeoutMs);
    void phase.ended.promise.then(() => clearTimeout(timer));
  }

  async #stopProcesses(phase: Running): Promise<void> {
    this.#frozen = deferred();
    this.#host.signal(phase.run, "SIGSTOP");
    const either = [this.#frozen.promise, phase.ended.promise];
    await this.#answered(Promise.race(either), "the freezing");
    if (!this.#isIn(phase)) throw notActive(this.definition.name);
    this.#change({ freezerState: "frozen" });
  }

  /** The run once its start was answered; undefined when nothing runs. */
  async #running(): Promise<Running | undefined> {
    if (this.#phase.kind === "starting") {
      await this.#started(this.#phase).catch(() => {});
    }
    return this.#phase.kind === "idle" ? undefined : this.#phase;
  }

  async #active(): Promise<Running> {
    await this.#freezing.catch(() => {});
    const phase = await this.#running();
    if (phase?.kind !== "running") throw notActive(this.definition.name);
    return phase;
  }

  #isIn(phase: Running): boolean {
    return this.#phase.kind !== "idle" && this.#phase.run === phase.run;
  }

  /** The run is over, or never was. */
  #rest(isClean: boolean, reason: UnitsError): void {
    const phase = this.#phase;
    if (phase.kind === "idle") return;
    this.#phase = { kind: "idle" };
    const state = isClean
      ? { activeState: "inactive", subState: "dead" }
      : { activeState: "failed", subState: "failed" };
    this.#change({ ...state, freezerState: "running" }, true);
    phase.started.reject(reason);
    phase.ended.resolve();
  }

  #change(difference: Partial<UnitStatus>, ended = false): void {
    this.#status = { ...this.#status, ...difference };
    this.#host.changed(this, this.#status, ended);
  }
}

function forgotten(name: UnitName): UnitsError {
  return new UnitsError("no-such-unit", name, `unit ${name} has ended`);
}

function notActive(name: UnitName): UnitsError {
  return new UnitsError("not-supported", name, `${name} is not active`);
}
