/**
 * Whether a unit is started again by itself, and how long that waits: a second
 * at first, twice as long after each failure, and less again once it has run well.
 */

import type { ResolvedSupervisedUnit } from "@ghaf/api/config";

export type RestartRules = Pick<
  ResolvedSupervisedUnit,
  "restart" | "restartExitStatus"
>;

/** How a run that nobody asked to end has ended. */
export interface RunEnd {
  readonly isClean: boolean;
  /** The exit status; null after a signal, or when there was no program. */
  readonly code: number | null;
  /** Milliseconds that the unit was active. */
  readonly activeMs: number;
}

const SHORTEST_MS = 1_000;
const LONGEST_MS = 30_000;
/** A unit that was active as long is well again. */
const WELL_MS = 60_000;

export class RestartPolicy {
  readonly #rules: RestartRules;
  #nextMs = SHORTEST_MS;

  constructor(rules: RestartRules) {
    this.#rules = rules;
  }

  /** Somebody has decided about the unit; what was before does not count. */
  forget(): void {
    this.#nextMs = SHORTEST_MS;
  }

  /** True when the program has said by its exit status that it is to be started again. */
  isAskedFor(code: number | null): boolean {
    return code !== null && this.#rules.restartExitStatus.includes(code);
  }

  /** @returns milliseconds until the next start; undefined: it is not started again */
  delayAfter({ isClean, code, activeMs }: RunEnd): number | undefined {
    if (activeMs >= WELL_MS) this.forget();
    if (this.isAskedFor(code)) {
      // At once, but a program that does nothing else is held to one a second.
      return Math.max(0, SHORTEST_MS - activeMs);
    }
    if (isClean || this.#rules.restart === "no") return undefined;
    const delay = this.#nextMs;
    this.#nextMs = Math.min(2 * delay, LONGEST_MS);
    return delay;
  }
}
