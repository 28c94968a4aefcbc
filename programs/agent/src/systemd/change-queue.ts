/**
 * Between what is learned of units and the listener: changes that come in one
 * go are coalesced per unit, repeats are dropped, the order is kept.
 */

import { sameStatus, type UnitStatus } from "@ghaf/api";
import type { UnitChange } from "./units.ts";

/** A change, and whether the unit did anything since it appeared. */
export interface LearnedChange extends UnitChange {
  readonly ran: boolean;
}

export class ChangeQueue {
  readonly #listener: (change: UnitChange) => void;
  readonly #told = new Map<string, UnitStatus>();
  #waiting: LearnedChange[] = [];
  #ended = false;

  constructor(listener: (change: UnitChange) => void) {
    this.#listener = listener;
  }

  /** What the listener need not be told: the state of a unit before the watch. */
  assume(status: UnitStatus): void {
    this.#told.set(status.name, status);
  }

  push(change: LearnedChange): void {
    const older = this.#waiting.findLastIndex(
      (waiting) => waiting.unit === change.unit,
    );
    if (older !== -1 && this.#waiting[older]?.gone === false) {
      this.#waiting.splice(older, 1);
    }
    this.#waiting.push(change);
    if (this.#waiting.length === 1) queueMicrotask(() => this.flush());
  }

  /** Drops what waits and what comes. */
  end(): void {
    this.#ended = true;
    this.#waiting = [];
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const change of waiting) {
      if (!this.#ended && this.#isNews(change)) {
        const { unit, status, gone } = change;
        this.#listener({ unit, status, gone });
      }
    }
  }

  /** A unit that was merely looked at comes and goes without a word. */
  #isNews(change: LearnedChange): boolean {
    const told = this.#told.get(change.unit);
    if (change.gone) {
      this.#told.delete(change.unit);
      return change.ran;
    }
    this.#told.set(change.unit, change.status);
    return told === undefined ? change.ran : !sameStatus(told, change.status);
  }
}
