/** One run of the contract: its subject, its directory, and what a test does from outside. */

import assert from "node:assert/strict";
import { parseUnitName, type UnitName } from "@ghaf/api";
import type { TransientUnit, Units, UnitsErrorCode } from "../units.ts";
import { UnitsError } from "../units.ts";
import {
  command,
  finish,
  letBeReady,
  type ProgramName,
  processId,
} from "./programs.ts";
import { Recorder } from "./recorder.ts";
import { Scratch } from "./scratch.ts";
import type { ContractSubject, ContractUnit, MakeSubject } from "./subject.ts";
import { until } from "./until.ts";

type UnitRules = Omit<
  ContractUnit,
  "name" | "command" | "description" | "stopTimeoutSec"
>;

/** Who ends when asked to is not killed for being paused. */
const LONG_SEC = 60;

const AGAIN: UnitRules = {
  type: "notify",
  restart: "on-failure",
  successExitStatus: [3, 4],
  restartExitStatus: [4],
};

/**
 * Units with a file, by the program that each runs. Every test that looks at
 * process ids has its own, since the file with the id of an earlier run stays.
 */
const DEFINED: readonly (readonly [string, ProgramName, UnitRules?])[] = [
  ["ghaf-plain.service", "forever"],
  ["ghaf-stopped.service", "forever"],
  ["ghaf-once.service", "forever"],
  ["ghaf-missing.service", "missing"],
  ["ghaf-counter.service", "counter"],
  ["ghaf-frozen.service", "forever"],
  ["ghaf-killed.service", "forever"],
  ["ghaf-stubborn.service", "stubborn"],
  ["ghaf-order@1.service", "forever"],
  ["ghaf-ready@1.service", "notifier", { type: "notify" }],
  ["ghaf-ready@2.service", "notifier", { type: "notify" }],
  ["ghaf-ready@3.service", "notifier", { type: "notify" }],
  ["ghaf-late.service", "forever", { type: "notify", startTimeoutSec: 1 }],
  ["ghaf-again@1.service", "notifier", AGAIN],
  ["ghaf-again@2.service", "notifier", AGAIN],
  ["ghaf-again@3.service", "notifier", AGAIN],
  ["ghaf-again@4.service", "notifier", AGAIN],
  ["ghaf-again@5.service", "notifier", AGAIN],
];

/** Tests by what they state. */
export type ContractTests = Readonly<
  Record<string, (rig: Rig) => Promise<void>>
>;

export class Rig {
  readonly #scratch = new Scratch();
  #subject: ContractSubject | undefined;

  async begin(make: MakeSubject): Promise<void> {
    this.#subject = await make(DEFINED.map((each) => this.#define(...each)));
    // A manager may come to its bus a moment after others can.
    await until("the manager of the units", () =>
      this.units.list([]).catch(() => undefined),
    );
  }

  /** Ends everything; nothing may be left that worked in the directory. */
  async end(): Promise<void> {
    await this.#subject?.end();
    await this.#scratch.end();
  }

  get directory(): string {
    return this.#scratch.directory;
  }

  get units(): Units {
    return this.#get().units;
  }

  record(...units: readonly UnitName[]): Recorder {
    return new Recorder(this.units, ...units);
  }

  transient(unit: UnitName, program: ProgramName): TransientUnit {
    return {
      unit,
      description: `contract ${program}`,
      command: command(program, this.directory, unit),
      environment: {},
    };
  }

  async processId(unit: UnitName): Promise<number> {
    const { kind } = this.#get().outside;
    return kind === "processes" ? processId(this.directory, unit) : 0;
  }

  /** Has the unit's program, a `parent`, end by itself. */
  async finish(unit: UnitName, code: number): Promise<void> {
    const { outside } = this.#get();
    if (outside.kind === "states") outside.exit(unit, code);
    else await finish(this.directory, unit, code);
  }

  /** Has the unit's program, a `notifier`, say that it is ready. */
  async letBeReady(unit: UnitName): Promise<void> {
    await letBeReady(this.directory, unit);
  }

  /** SIGKILL to the unit's main process, from elsewhere. */
  async killFromOutside(unit: UnitName): Promise<void> {
    const { outside } = this.#get();
    if (outside.kind === "states") outside.exit(unit, 137);
    else await outside.kill(await processId(this.directory, unit));
  }

  /** The processes of all units. */
  processes(): readonly string[] {
    return this.#scratch.processes();
  }

  /** Waits until no process of any unit is left, or none of these. */
  async nothingLeft(among?: readonly string[]): Promise<void> {
    await this.#scratch.nothingLeft(among);
  }

  /** After a test that failed: what it has left would make others fail too. */
  async clear(): Promise<void> {
    const left = await this.units.list(["ghaf-*"]).catch(() => []);
    for (const unit of left.map(({ name }) => unitName(name))) {
      await this.units.stop(unit).catch(() => {});
      await this.units.resetFailed(unit).catch(() => {});
    }
  }

  #define(
    name: string,
    program: ProgramName,
    rules: UnitRules = {},
  ): ContractUnit {
    const unit = unitName(name);
    return {
      ...rules,
      name: unit,
      command: command(program, this.directory, unit),
      description: `contract ${program}`,
      stopTimeoutSec: program === "stubborn" ? 1 : LONG_SEC,
    };
  }

  #get(): ContractSubject {
    assert.ok(this.#subject, "the contract has not begun");
    return this.#subject;
  }
}

export function unitName(name: string): UnitName {
  return parseUnitName(name);
}

export async function refused(
  attempt: Promise<unknown>,
  code: UnitsErrorCode,
): Promise<UnitsError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UnitsError, `expected ${code}, got ${error}`);
  assert.equal(error.code, code, error.message);
  return error;
}
