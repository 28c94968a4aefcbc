/** What becomes of one unit from now on, learnt from the changes that are reported anyway. */

import { hasEnded, type UnitName } from "@ghaf/api";
import type { Clock } from "../clock.ts";
import type { Units } from "../systemd/units.ts";

export interface Fate {
  /** True once the unit was seen to fail, even if it has been reset since. */
  failed(): boolean;
  /** Resolves when the unit has ended, at the latest after that many milliseconds. */
  ended(withinMs: number): Promise<void>;
  close(): void;
}

/** Begins to follow the unit at once: nothing between here and the start is missed. */
export function followFate(units: Units, unit: UnitName, clock: Clock): Fate {
  let failed = false;
  let ended = false;
  let wake = () => {};
  const unwatch = units.watch(
    ({ gone, status }) => {
      // A state of before, under the same name, is overtaken by what is up now.
      ended = gone || hasEnded(status);
      failed = ended && (failed || status.activeState === "failed");
      if (ended) wake();
    },
    (name) => name === unit,
  );
  return {
    failed: () => failed,
    ended: (withinMs) =>
      new Promise((resolve) => {
        if (ended) return resolve();
        const cancel = clock.after(withinMs, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      }),
    close: unwatch,
  };
}
