/** Waiting for a condition that no event announces. */

import { setTimeout as sleep } from "node:timers/promises";
import { MachineError } from "./machine-error.ts";

const pauseMs = 20;

/**
 * Asks `probe` again and again until it gives something other than false, null or undefined, and
 * gives that. A probe that throws counts as "not yet"; what it threw last is the cause when
 * `deadlineMs` (a minute by default: no measure of speed) has passed.
 */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T> | T,
  deadlineMs = 60_000,
): Promise<Exclude<T, false | null | undefined>> {
  const end = performance.now() + deadlineMs;
  let cause: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== false && found !== null && found !== undefined) {
        return found as Exclude<T, false | null | undefined>;
      }
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) {
      throw new MachineError("deadline", what, `not within ${deadlineMs} ms`, {
        cause,
      });
    }
    await sleep(pauseMs);
  }
}
