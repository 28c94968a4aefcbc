/** A watch that survives lost connections, restarted admins and streams that were ended for being slow. */

import type { WatchItem } from "@ghaf/api/proto/admin/admin";
import { ControlError, toControlError } from "./control-error.ts";
import { type Pacing, retryDelayMs } from "./pacing.ts";
import { readWatchItem, type WatchEvent } from "./watch-event.ts";

export interface WatchOptions {
  /** Ends the watch, quietly. */
  readonly signal?: AbortSignal;
  /** `fail` throws when the first subscription does not succeed; the default tries for ever. */
  readonly firstAttempt?: "retry" | "fail";
  /** Told of every subscription that was lost or refused before the next attempt. */
  readonly onInterrupted?: (error: ControlError) => void;
}

/** Opens one subscription. */
export type Subscribe = (signal: AbortSignal) => AsyncIterable<WatchItem>;

interface Progress {
  /** True once a list has arrived, on whichever subscription. */
  subscribed: boolean;
  /** Failures in a row, since the last list. */
  failures: number;
}

/**
 * The first event is `initial`; each later subscription begins with `resync`.
 * @throws ControlError when the admin denies the watch, for which trying again
 * is no remedy, or when the first attempt was to succeed and did not
 */
export async function* watchEvents(
  subscribe: Subscribe,
  pacing: Pacing,
  options: WatchOptions,
): AsyncGenerator<WatchEvent, void> {
  const signal = options.signal ?? new AbortController().signal;
  const progress: Progress = { subscribed: false, failures: 0 };
  while (!signal.aborted) {
    const failure = yield* subscription(subscribe, signal, progress);
    if (signal.aborted) return;
    if (isFinal(failure, progress, options)) throw failure;
    options.onInterrupted?.(failure);
    progress.failures += 1;
    await pacing.wait(retryDelayMs(progress.failures, pacing.random()), signal);
  }
}

/** Passes one subscription on and returns why it ended. */
async function* subscription(
  subscribe: Subscribe,
  signal: AbortSignal,
  progress: Progress,
): AsyncGenerator<WatchEvent, ControlError> {
  const first = progress.subscribed ? "resync" : "initial";
  let listed = false;
  try {
    for await (const message of subscribe(signal)) {
      const event = readWatchItem(message, listed ? "change" : first);
      if (event === undefined) continue;
      listed = true;
      progress.subscribed = true;
      progress.failures = 0;
      yield event;
    }
    return new ControlError("aborted", "the admin ended the watch");
  } catch (error) {
    return toControlError(error);
  }
}

function isFinal(
  failure: ControlError,
  progress: Progress,
  options: WatchOptions,
): boolean {
  if (failure.code === "permission-denied") return true;
  if (failure.code === "unauthenticated") return true;
  return options.firstAttempt === "fail" && !progress.subscribed;
}
