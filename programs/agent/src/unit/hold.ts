/**
 * Keeps back what a unit is only passing through. A start or stop takes systemd
 * through `activating` or `deactivating` within milliseconds; watchers are told
 * of such a state only when the unit stays in it.
 */

import type { UnitStatus } from "@ghaf/api";
import type { Clock } from "../clock.ts";

/** Longest time in milliseconds that a passing state is kept back. */
export const HOLD_MS = 100;

export interface Hold {
  /** Passes a settled status on at once, a passing one when it has lasted. */
  put(status: UnitStatus): void;
  /** Forgets what is kept back of that unit. */
  drop(unit: string): void;
  close(): void;
}

interface Held {
  status: UnitStatus;
  readonly cancel: () => void;
}

export function createHold(
  clock: Clock,
  pass: (status: UnitStatus) => void,
): Hold {
  const held = new Map<string, Held>();
  const drop = (unit: string) => {
    held.get(unit)?.cancel();
    held.delete(unit);
  };
  const expire = (unit: string) => {
    const status = held.get(unit)?.status;
    held.delete(unit);
    if (status !== undefined) pass(status);
  };
  return {
    put(status) {
      if (!isPassing(status)) {
        drop(status.name);
        return pass(status);
      }
      const waiting = held.get(status.name);
      // The first passing state starts the time: a unit that flaps is still reported.
      if (waiting !== undefined) waiting.status = status;
      else {
        const cancel = clock.after(HOLD_MS, () => expire(status.name));
        held.set(status.name, { status, cancel });
      }
    },
    drop,
    close() {
      for (const unit of [...held.keys()]) drop(unit);
    },
  };
}

function isPassing({ activeState, freezerState }: UnitStatus): boolean {
  return (
    activeState === "activating" ||
    activeState === "deactivating" ||
    activeState === "reloading" ||
    freezerState === "freezing" ||
    freezerState === "thawing"
  );
}
