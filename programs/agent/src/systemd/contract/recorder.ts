/** Writes down what a watcher is told, and waits for what it should be told. */

import { sameStatus, type UnitName, type UnitStatus } from "@ghaf/api";
import type { UnitChange, Units } from "../units.ts";
import { until } from "./until.ts";

export class Recorder {
  readonly changes: UnitChange[] = [];
  readonly end: () => void;

  constructor(units: Units, ...names: readonly UnitName[]) {
    this.end = units.watch(
      (change) => this.changes.push(change),
      (unit) => names.some((name) => name === unit),
    );
  }

  get last(): UnitChange | undefined {
    return this.changes.at(-1);
  }

  /** What was told so far is not looked at any more. */
  clear(): void {
    this.changes.length = 0;
  }

  /** The change that answers the question, the first one. */
  async change(
    what: string,
    isIt: (change: UnitChange) => boolean,
  ): Promise<UnitChange> {
    return until(what, () => this.changes.find(isIt));
  }

  gone(unit: UnitName): Promise<UnitChange> {
    return this.change(
      `the end of ${unit}`,
      (change) => change.unit === unit && change.gone,
    );
  }

  /** `active/running`, `active/frozen`, … one after the other, without the states on the way. */
  states(): readonly string[] {
    return this.changes
      .filter(({ status }) => isSettled(status))
      .map(({ status }) => `${status.activeState}/${status.freezerState}`)
      .filter((word, index, all) => word !== all[index - 1]);
  }

  /** Neighbours of one unit that say the same. */
  repeats(): readonly UnitChange[] {
    return this.changes.filter((change, index) => {
      const earlier = this.changes
        .slice(0, index)
        .findLast(({ unit }) => unit === change.unit);
      return (
        earlier !== undefined &&
        earlier.gone === change.gone &&
        sameStatus(earlier.status, change.status)
      );
    });
  }
}

function isSettled(status: UnitStatus): boolean {
  return (
    ["active", "inactive", "failed"].includes(status.activeState) &&
    ["running", "frozen"].includes(status.freezerState)
  );
}
