/**
 * Freezing and thawing the run of a unit, by signals or by the programs that the
 * unit names, one after the other: each looks at the state that the one before
 * has made.
 */

import type { UnitName } from "@ghaf/api";
import type { ResolvedSupervisedUnit } from "@ghaf/api/config";
import { type Deferred, deferred } from "@ghaf/daemon";
import { UnitsError } from "../systemd/units.ts";
import type { Command, UnitSignal } from "./keeper-messages.ts";
import { notActive } from "./unit-ends.ts";
import type { Running } from "./unit-phase.ts";

/** What does it to the processes. */
export interface FreezerHost {
  signal(run: number, signal: UnitSignal): void;
  /** Runs a program to its end. @throws Error that says why it failed */
  perform(command: Command): Promise<void>;
}

/** What a freezer needs to know and to change of its unit. */
export interface FreezerUnit {
  readonly name: UnitName;
  readonly isFrozen: () => boolean;
  readonly setFrozen: (isFrozen: boolean) => void;
  /** The run that is up. @throws UnitsError `not-supported` when none is */
  readonly active: () => Promise<Running>;
  readonly isIn: (phase: Running) => boolean;
  /** Fails when the keeper does not answer in time. */
  readonly answered: (answer: Promise<void>, what: string) => Promise<void>;
}

export class Freezer {
  readonly #unit: FreezerUnit;
  readonly #host: FreezerHost;
  readonly #programs: ResolvedSupervisedUnit["freezer"];
  #underWay: Promise<void> = Promise.resolve();
  #stopped: Deferred<void> = deferred();

  constructor(
    unit: FreezerUnit,
    host: FreezerHost,
    programs: ResolvedSupervisedUnit["freezer"],
  ) {
    this.#unit = unit;
    this.#host = host;
    this.#programs = programs;
  }

  freeze(): Promise<void> {
    return this.#next(async () => {
      const phase = await this.#unit.active();
      if (!this.#unit.isFrozen()) await this.#freezeRun(phase);
    });
  }

  thaw(): Promise<void> {
    return this.#next(async () => {
      const phase = await this.#unit.active();
      if (!this.#unit.isFrozen()) return;
      await this.#named("thaw", this.#thawRun(phase));
      if (this.#unit.isIn(phase)) this.#unit.setFrozen(false);
    });
  }

  /** Thaws a run that is to be stopped. @throws UnitsError when its program has failed */
  async thawToStop(phase: Running): Promise<void> {
    await this.#underWay;
    if (!this.#unit.isFrozen()) return;
    await this.#named("thaw", this.#thawRun(phase));
  }

  /** Every process of the run has stopped. */
  onStopped(): void {
    this.#stopped.resolve();
  }

  #next(act: () => Promise<void>): Promise<void> {
    const done = this.#underWay.then(act);
    this.#underWay = done.catch(() => {});
    return done;
  }

  async #freezeRun(phase: Running): Promise<void> {
    const { name, isIn, setFrozen } = this.#unit;
    const frozen =
      this.#programs === undefined
        ? this.#stopProcesses(phase)
        : this.#named("freeze", this.#host.perform(this.#programs.freeze));
    await Promise.race([frozen, phase.ended.promise]);
    if (!isIn(phase)) throw notActive(name);
    setFrozen(true);
  }

  #stopProcesses({ run, ended }: Running): Promise<void> {
    this.#stopped = deferred();
    this.#host.signal(run, "SIGSTOP");
    const answer = Promise.race([this.#stopped.promise, ended.promise]);
    return this.#unit.answered(answer, "the freezing");
  }

  async #thawRun({ run }: Running): Promise<void> {
    if (this.#programs !== undefined) {
      return this.#host.perform(this.#programs.thaw);
    }
    this.#host.signal(run, "SIGCONT");
  }

  async #named(verb: string, done: Promise<void>): Promise<void> {
    const { name } = this.#unit;
    try {
      await done;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const text = `cannot ${verb} ${name}: ${reason}`;
      throw new UnitsError("job-failed", name, text, { cause });
    }
  }
}
