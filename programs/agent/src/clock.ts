/** The port to time: everything in the agent that waits, waits through it. */

export interface Clock {
  /** Milliseconds that never go back; only differences mean something. */
  now(): number;
  /** Calls `callback` once after that many milliseconds. Returns what cancels it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Resolves after that many milliseconds, or as soon as `signal` is aborted. */
export function pause(
  clock: Clock,
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const finish = () => {
      cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const cancel = clock.after(milliseconds, finish);
    signal.addEventListener("abort", finish, { once: true });
  });
}
