/**
 * One unit of the local supervisor and its way from start to end. The words are
 * systemd's, and so is what counts as a clean end.
 */

import type { UnitStatus } from "@ghaf/api";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import { deferred, within } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { stopped } from "../systemd/unit-table.ts";
import { UnitsError } from "../systemd/units.ts";
import { Freezer, type FreezerHost } from "./freezer.ts";
import type { Said } from "./keeper-messages.ts";
import { RestartPolicy } from "./restart-policy.ts";
import {
  canceled,
  forgotten,
  isCleanExit,
  lostWithKeeper,
  neverExecuted,
  notActive,
  notReady,
  programEnded,
  type RunOver,
} from "./unit-ends.ts";
import { isBeginning, isRun, type Phase, type Running } from "./unit-phase.ts";

export interface LocalUnitDefinition
  extends Omit<
    ResolvedSupervisedUnit,
    "autostart" | "after" | "startTimeoutSec" | "stopTimeoutSec"
  > {
  /** The whole environment of the program. */
  readonly environment: Readonly<Record<string, string>>;
  /** 0: as long as it takes. */
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly transient: boolean;
}

export interface EndNote {
  /** As it should be: a clean end, or one that asks for the next start. */
  readonly isGood: boolean;
  /** A clause for the log. */
  readonly how: string;
  readonly restartMs: number | undefined;
}

/** What a unit needs from the supervisor. */
export interface LocalUnitHost extends FreezerHost {
  readonly clock: Clock;
  /** Has the program executed; the events of this run come back to the unit. */
  start(unit: LocalUnit): number;
  /** The keeper does not answer; it is to be ended, and its runs with it. */
  unanswered(): void;
  /** The unit's state has changed; `ended` when it has come to rest. */
  changed(unit: LocalUnit, status: UnitStatus, ended: boolean): void;
  /** A run is over; it is started again after `restartMs`, if that is said. */
  ended(unit: LocalUnit, end: EndNote): void;
  /** Something went wrong that keeps nothing from going on. */
  warn(unit: LocalUnit, what: string, error: unknown): void;
}

/** A keeper that does not answer is none. */
const ANSWER_MS = 10_000;

export class LocalUnit {
  readonly definition: LocalUnitDefinition;
  readonly #host: LocalUnitHost;
  readonly #freezer: Freezer;
  readonly #restarts: RestartPolicy;
  #phase: Phase = { kind: "idle" };
  #status: UnitStatus;
  /** Of the phase: the start is late, the end is late, the next start. */
  #cancelTimer: () => void = () => {};
  /** How often a stop was asked for; starts that wait give up then. */
  #stops = 0;
  /** False once somebody wants it stopped: it does not start by itself then. */
  #isWanted = true;

  constructor(definition: LocalUnitDefinition, host: LocalUnitHost) {
    this.definition = definition;
    this.#host = host;
    this.#freezer = new Freezer(
      {
        name: definition.name,
        isFrozen: () => this.#status.freezerState === "frozen",
        setFrozen: (isFrozen) =>
          this.#change({ freezerState: isFrozen ? "frozen" : "running" }),
        active: () => this.#active(),
        isIn: (phase) => this.#isIn(phase),
        answered: (answer, what) => this.#answered(answer, what),
      },
      host,
      definition.freezer,
    );
    this.#restarts = new RestartPolicy(definition);
    this.#status = stopped(definition.name, definition.description);
  }

  get status(): UnitStatus {
    return this.#status;
  }

  /**
   * Does nothing to a unit that runs; one that is stopping is started afterwards,
   * one that waits for its next start at once. Resolves when it is ready.
   */
  async start(): Promise<void> {
    const { name, transient } = this.definition;
    const stops = this.#stops;
    while (this.#phase.kind === "stopping") {
      await this.#phase.ended.promise;
      if (transient) throw forgotten(name);
      if (stops !== this.#stops) throw canceled(name);
    }
    if (this.#phase.kind === "idle" || this.#phase.kind === "waiting") {
      this.#restarts.forget();
      this.#begin();
    }
    if (isBeginning(this.#phase)) await this.#ready(this.#phase);
  }

  /** SIGTERM, and SIGKILL after the unit's time. A start that is under way fails. */
  async stop(): Promise<void> {
    this.giveUp();
    const phase = await this.#executed();
    if (phase === undefined) return;
    if (phase.kind !== "stopping") {
      phase.started.reject(canceled(this.definition.name));
      await this.#terminate(phase);
    }
    await phase.ended.promise;
  }

  /** Its next start does not come: nobody wants it any more. What runs goes on. */
  giveUp(): void {
    this.#stops += 1;
    this.#isWanted = false;
    if (this.#phase.kind !== "waiting") return;
    this.#cancelTimer();
    this.#phase = { kind: "idle" };
    this.#change({ activeState: "inactive", subState: "dead" }, true);
  }

  async kill(): Promise<void> {
    const phase = await this.#executed();
    if (phase === undefined) return;
    this.#host.signal(phase.run, "SIGKILL");
    await phase.ended.promise;
  }

  freeze(): Promise<void> {
    return this.#freezer.freeze();
  }

  thaw(): Promise<void> {
    return this.#freezer.thaw();
  }

  reset(): void {
    if (this.#phase.kind !== "idle") return;
    this.#change({ activeState: "inactive", subState: "dead" }, true);
  }

  /** The program was executed. */
  onStarted(): void {
    const phase = this.#phase;
    if (phase.kind !== "executing") return;
    const { type, startTimeoutMs } = this.definition;
    const starting = { ...phase, kind: "starting" } as const;
    this.#phase = starting;
    phase.executed.resolve();
    if (type === "simple") this.#becomeActive(starting);
    else if (startTimeoutMs > 0) {
      this.#timer(startTimeoutMs, () => this.#endLateStart());
    }
  }

  onSaid({ isReady, isStopping }: Said): void {
    if (isReady && this.#phase.kind === "starting") {
      this.#becomeActive(this.#phase);
    }
    // It ends by itself; systemd shows and limits that as if it had been asked to.
    if (isStopping && this.#phase.kind === "running") {
      this.#phase = { ...this.#phase, kind: "stopping" };
      this.#limitStop(this.#phase);
    }
  }

  onRefused(reason: string): void {
    const { name, command } = this.definition;
    this.#rest(neverExecuted(name, `${command[0]}: ${reason}`));
  }

  onFrozen(): void {
    this.#freezer.onStopped();
  }

  onEnded(code: number | null, signal: string | null): void {
    const { name, successExitStatus } = this.definition;
    // A unit that ends before it was ready has not done what it was started for.
    const isClean =
      this.#phase.kind !== "starting" &&
      isCleanExit(code, signal, successExitStatus);
    this.#rest(programEnded(name, { code, signal }, isClean));
  }

  /** Nobody knows the run any more; its processes were killed. */
  onLost(reason: string): void {
    this.#rest(lostWithKeeper(this.definition.name, reason));
  }

  #begin(): void {
    this.#cancelTimer();
    this.#isWanted = true;
    this.#phase = {
      kind: "executing",
      run: this.#host.start(this),
      executed: deferred(),
      started: deferred(),
      ended: deferred(),
    };
    this.#change({ activeState: "activating", subState: "start" });
  }

  #becomeActive(phase: Running): void {
    this.#cancelTimer();
    const activeSince = this.#host.clock.now();
    this.#phase = { ...phase, kind: "running", activeSince };
    this.#change({ activeState: "active", subState: "running" });
    phase.started.resolve();
  }

  #endLateStart(): void {
    const phase = this.#phase;
    if (phase.kind !== "starting") return;
    const { name, startTimeoutMs } = this.definition;
    void this.#terminate({ ...phase, failure: notReady(name, startTimeoutMs) });
  }

  async #ready(phase: Running): Promise<void> {
    await this.#answered(phase.executed.promise, "the start");
    await phase.started.promise;
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
    const stopping = { ...phase, kind: "stopping" } as const;
    this.#phase = stopping;
    this.#cancelTimer();
    // A run that cannot be thawed is ended all the same.
    await this.#freezer
      .thawToStop(phase)
      .catch((error: unknown) =>
        this.#host.warn(this, "was not thawed before its end", error),
      );
    if (!this.#isIn(phase)) return;
    this.#limitStop(stopping);
    this.#host.signal(phase.run, "SIGTERM");
  }

  #limitStop({ run }: Running): void {
    this.#change({
      activeState: "deactivating",
      subState: "stop-sigterm",
      freezerState: "running",
    });
    this.#timer(this.definition.stopTimeoutMs, () => {
      this.#change({ subState: "stop-sigkill" });
      this.#host.signal(run, "SIGKILL");
    });
  }

  /** The run once the keeper has answered for it; undefined when nothing runs. */
  async #executed(): Promise<Running | undefined> {
    if (this.#phase.kind === "executing") {
      const { promise } = this.#phase.executed;
      await this.#answered(promise, "the start").catch(() => {});
    }
    return isRun(this.#phase) ? this.#phase : undefined;
  }

  async #active(): Promise<Running> {
    const phase = await this.#executed();
    if (phase?.kind !== "running") throw notActive(this.definition.name);
    return phase;
  }

  #isIn({ run }: Running): boolean {
    return isRun(this.#phase) && this.#phase.run === run;
  }

  #rest(over: RunOver): void {
    const phase = this.#phase;
    if (!isRun(phase)) return;
    this.#cancelTimer();
    const { activeSince, failure = over.failure } = phase;
    const isClean = over.isClean && phase.failure === undefined;
    const { clock } = this.#host;
    const activeMs = activeSince === undefined ? 0 : clock.now() - activeSince;
    const end = { isClean, code: over.code, activeMs };
    const delay = this.#isWanted ? this.#restarts.delayAfter(end) : undefined;
    const how = phase.failure?.message ?? over.how;
    const isGood = isClean || this.#restarts.isAskedFor(over.code);
    this.#host.ended(this, { isGood, how, restartMs: delay });
    if (delay === undefined) this.#settle(isClean);
    else this.#startLater(delay);
    phase.executed.reject(failure);
    phase.started.reject(failure);
    phase.ended.resolve();
  }

  #settle(isClean: boolean): void {
    this.#phase = { kind: "idle" };
    const state = isClean
      ? { activeState: "inactive", subState: "dead" }
      : { activeState: "failed", subState: "failed" };
    this.#change({ ...state, freezerState: "running" }, true);
  }

  #startLater(delayMs: number): void {
    this.#phase = { kind: "waiting" };
    this.#timer(delayMs, () => this.#begin());
    this.#change({
      activeState: "activating",
      subState: "auto-restart",
      freezerState: "running",
    });
  }

  #timer(milliseconds: number, callback: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#host.clock.after(milliseconds, callback);
  }

  #change(difference: Partial<UnitStatus>, ended = false): void {
    this.#status = { ...this.#status, ...difference };
    this.#host.changed(this, this.#status, ended);
  }
}
