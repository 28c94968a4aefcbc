/**
 * Follows one unit for the length of one verb: what a transient unit ended as
 * is known from its signals only, since systemd has forgotten it by then.
 */

import { hasEnded, type UnitName } from "@ghaf/api";
import { UnitWatch } from "./dbus-watch.ts";
import { type UnitChange, UnitsError } from "./units.ts";

export class UnitFollower {
  readonly watch: UnitWatch;
  #last: UnitChange | undefined;
  #wake: () => void = () => {};

  constructor(unit: UnitName, description?: string) {
    this.watch = new UnitWatch({
      patterns: [unit],
      interest: (name) => name === unit,
      listener: (change) => {
        this.#last = change;
        this.#wake();
      },
      ...(description === undefined ? {} : { describe: () => description }),
    });
  }

  /** The last change since this began, if there was any. */
  get last(): UnitChange | undefined {
    return this.#last;
  }

  /**
   * Waits until the unit has ended, or has gone into a restart of its own.
   * @throws UnitsError `timeout`
   */
  ended(unit: UnitName, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const text = `${unit} has not ended ${timeoutMs} ms after it was killed`;
        reject(new UnitsError("timeout", unit, text));
      }, timeoutMs);
      this.#wake = () => {
        if (!isOver(this.#last)) return;
        clearTimeout(timer);
        resolve();
      };
      this.#wake();
    });
  }
}

function isOver(change: UnitChange | undefined): boolean {
  if (change === undefined) return false;
  const { status } = change;
  return change.gone || hasEnded(status) || status.activeState === "activating";
}
