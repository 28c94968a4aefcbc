/**
 * One unit of the local supervisor and its way from start to end. The words are
 * systemd's, and so is what counts as a clean end.
 */

import type { UnitStatus } from "@ghaf/api";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import type { Clock } from "../clock.ts";
import { stopped } from "../systemd/unit-table.ts";
import { UnitsError } from "../systemd/units.ts";
import { type Deferred, deferred, within } from "./deferred.ts";
import { Freezer, type FreezerHost } from "./freezer.ts";
import type { Said } from "./keeper-messages.ts";
import { RestartPolicy } from "./restart-policy.ts";
import {
  canceled,
  endedEarly,
  forgotten,
  isCleanExit,
  notActive,
  notExecuted,
  notReady,
} from "./unit-ends.ts";

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

/** What a unit needs from the supervisor. */
export interface LocalUnitHost extends FreezerHost {
  readonly clock: Clock;
  /** Has the program executed; the events of this run come back to the unit. */
  start(unit: LocalUnit): number;
  /** The keeper does not answer; it is to be ended, and its runs with it. */
  unanswered(): void;
  /** The unit's state has changed; `ended` when it has come to rest. */
  changed(unit: LocalUnit, status: UnitStatus, ended: boolean): void;
  /** Something went wrong that keeps nothing from going on. */
  warn(unit: LocalUnit, what: string, error: unknown): void;
}

interface Running {
  /** `executing` until the keeper has answered, `starting` until it is ready. */
  readonly kind: "executing" | "starting" | "running" | "stopping";
  readonly run: number;
  readonly executed: Deferred<void>;
  readonly started: Deferred<void>;
  readonly ended: Deferred<void>;
  /** When it was ready. */
  readonly activeSince?: number;
  /** Why it is ended although nobody asked for that. */
  readonly failure?: UnitsError;
}

/** `waiting` for its next start, which comes by itself. */
type Phase = { readonly kind: "idle" | "waiting" } | Running;

/** A keeper that does not answer is none. */
const ANSWER_MS = 10_000;

export class LocalUnit {
  readonly definition: LocalUnitDefinition;
  readonly #host: LocalUnitHost;
  readonly #freezer: Freezer;
  readonly #restarts: RestartPolicy;
  #phase: Phase = { kind: "idle" };
  #status: UnitStatus;
  /** The freezing or thawing that is under way; what follows waits for it. */
  #freezing: Promise<void> = Promise.resolve();
  /** Of the phase: the start is late, the end is late, the next start. */
  #cancelTimer: () => void = () => {};
  /** How often a stop was asked for; starts that wait give up then. */
  #stops = 0;
  /** False once somebody wants it stopped: it does not start by itself then. */
  #isWanted = true;

  constructor(definition: LocalUnitDefinition, host: LocalUnitHost) {
    this.definition = definition;
    this.#host = host;
    this.#freezer = new Freezer(definition.freezer, host);
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
    return this.#afterFreezing(async () => {
      const phase = await this.#active();
      if (this.#status.freezerState === "frozen") return;
      await this.#freezeRun(phase);
    });
  }

  thaw(): Promise<void> {
    return this.#afterFreezing(async () => {
      const phase = await this.#active();
      if (this.#status.freezerState !== "frozen") return;
      await this.#freezerDoes("thaw", this.#freezer.thaw(phase.run));
      if (this.#isIn(phase)) this.#change({ freezerState: "running" });
    });
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
    const [program] = this.definition.command;
    const text = `${program}: ${reason}`;
    this.#rest(false, null, notExecuted(this.definition.name, text));
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
    this.#rest(isClean, code, endedEarly(name, signal ?? `${code}`));
  }

  /** Nobody knows the run any more; its processes were killed. */
  onLost(reason: string): void {
    const { name } = this.definition;
    const text = `${name} was lost with its keeper: ${reason}`;
    this.#rest(false, null, new UnitsError("unavailable", name, text));
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
    await this.#freezing.catch(() => {});
    if (this.#status.freezerState === "frozen") await this.#thawToStop(phase);
    if (!this.#isIn(phase)) return;
    this.#limitStop(stopping);
    this.#host.signal(phase.run, "SIGTERM");
  }

  /** A run that cannot be thawed is ended all the same. */
  async #thawToStop({ run }: Running): Promise<void> {
    await this.#freezer
      .thaw(run)
      .catch((error: unknown) =>
        this.#host.warn(this, "was not thawed before its end", error),
      );
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

  /** One after the other: each looks at the state that the one before has made. */
  #afterFreezing(act: () => Promise<void>): Promise<void> {
    const done = this.#freezing.catch(() => {}).then(act);
    this.#freezing = done;
    done.catch(() => {});
    return done;
  }

  async #freezeRun(phase: Running): Promise<void> {
    const frozen = this.#freezerDoes("freeze", this.#freezer.freeze(phase.run));
    const either = Promise.race([frozen, phase.ended.promise]);
    // A program has its own time.
    const isByProgram = this.definition.freezer !== undefined;
    await (isByProgram ? either : this.#answered(either, "the freezing"));
    if (!this.#isIn(phase)) throw notActive(this.definition.name);
    this.#change({ freezerState: "frozen" });
  }

  async #freezerDoes(verb: string, done: Promise<void>): Promise<void> {
    const { name } = this.definition;
    try {
      await done;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const text = `cannot ${verb} ${name}: ${reason}`;
      throw new UnitsError("job-failed", name, text, { cause });
    }
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

  /** The run is over, or never was. */
  #rest(isClean: boolean, code: number | null, reason: UnitsError): void {
    const phase = this.#phase;
    if (!isRun(phase)) return;
    this.#cancelTimer();
    const { activeSince, failure = isClean ? undefined : reason } = phase;
    const { clock } = this.#host;
    const activeMs = activeSince === undefined ? 0 : clock.now() - activeSince;
    const end = { isClean: failure === undefined, code, activeMs };
    const delay = this.#isWanted ? this.#restarts.delayAfter(end) : undefined;
    if (delay === undefined) this.#settle(end.isClean);
    else this.#startLater(delay);
    for (const hope of [phase.executed, phase.started]) {
      hope.reject(failure ?? reason);
    }
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

function isRun(phase: Phase): phase is Running {
  return phase.kind !== "idle" && phase.kind !== "waiting";
}

function isBeginning(phase: Phase): phase is Running {
  return phase.kind === "executing" || phase.kind === "starting";
}
