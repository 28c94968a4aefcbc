/** How long to wait before the next attempt at something that must work in the end. */

/**
 * In milliseconds. The channel below has its own wait of up to a second; both
 * together stay within the two seconds after which the admin knows everything.
 */
const SHORTEST_MS = 100;
const LONGEST_MS = 500;

export interface Backoff {
  /** Milliseconds until the next attempt: doubling, with jitter over its upper half. */
  next(): number;
  /** It worked: the next wait is short again. */
  reset(): void;
}

/** @param random evenly distributed in [0, 1) */
export function createBackoff(random: () => number): Backoff {
  let limit = SHORTEST_MS;
  return {
    next() {
      const wait = limit * (0.5 + random() / 2);
      limit = Math.min(limit * 2, LONGEST_MS);
      return wait;
    },
    reset() {
      limit = SHORTEST_MS;
    },
  };
}
