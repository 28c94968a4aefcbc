/** The port to time: timers and the monotonic clock, so that tests own both. */

import { AdminError } from "./errors.ts";

export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back. */
  now(): number;
  /** Calls `run` once after that many milliseconds. Returns what calls it off. */
  after(milliseconds: number, run: () => void): () => void;
}

export interface Limit {
  /** Aborted with an AdminError: `timeout` after the time, `cancelled` with the parent. */
  readonly signal: AbortSignal;
  /** Takes the timer back; call it when the work is over. */
  clear(): void;
}

/** A signal for work that must end within `milliseconds`, or when `parent` does. */
export function limit(
  clock: Clock,
  milliseconds: number,
  options: { readonly parent?: AbortSignal; readonly message: string },
): Limit {
  const { parent, message } = options;
  const controller = new AbortController();
  const cancel = () =>
    controller.abort(new AdminError("cancelled", "the caller went away"));
  const stop = clock.after(milliseconds, () =>
    controller.abort(
      new AdminError("timeout", message, { value: milliseconds }),
    ),
  );
  if (parent?.aborted) cancel();
  parent?.addEventListener("abort", cancel, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      stop();
      parent?.removeEventListener("abort", cancel);
    },
  };
}

/** Settles as `work` does, or fails with the signal's reason, whichever is first. */
export function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    const forget = () => signal.removeEventListener("abort", stop);
    work.then(resolve, reject).finally(forget);
  });
}
