/** How long a watch waits before it subscribes again. */

/** The clock and the dice of the waits; a test hands in its own. */
export interface Pacing {
  /** Resolves after that many milliseconds, or at once when the signal aborts. Never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Uniform in [0, 1). */
  random(): number;
}

const SHORTEST_MS = 100;
const LONGEST_MS = 1_000;

/**
 * The wait before attempt `failures`, in milliseconds: doubling from 100 ms to
 * 1 s, less up to a quarter, so that the watchers of a restarted admin do not
 * all return in the same moment.
 * @param failures how often in a row a subscription has failed, from 1
 */
export function retryDelayMs(failures: number, random: number): number {
  const full = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** (failures - 1));
  return Math.max(SHORTEST_MS, Math.round(full * (1 - random / 4)));
}

/** Real time. */
export const REAL_PACING: Pacing = {
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener("abort", end);
    }),
  random: Math.random,
};
