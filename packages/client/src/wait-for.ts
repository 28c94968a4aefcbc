/** Waiting until the registry looks as wanted, by watching it rather than by asking again and again. */

import { ControlError } from "./control-error.ts";
import { ItemList } from "./item-list.ts";
import type { QueryItem } from "./query-item.ts";
import type { WatchEvent } from "./watch-event.ts";

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds until the wait fails with `deadline-exceeded`. Default: none. */
  readonly timeoutMs?: number;
}

/**
 * @returns the rows that satisfied the predicate
 * @throws ControlError `deadline-exceeded` after the time, `cancelled` after an
 * abort, and whatever ends a watch
 */
export async function waitForItems(
  watch: (signal: AbortSignal) => AsyncIterable<WatchEvent>,
  predicate: (items: readonly QueryItem[]) => boolean,
  options: WaitOptions,
): Promise<readonly QueryItem[]> {
  const { signal, timeoutMs } = options;
  const given = signal === undefined ? [] : [signal];
  const late = new AbortController();
  // Not AbortSignal.timeout: one that only AbortSignal.any has is lost to Node's garbage collector.
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => late.abort(), timeoutMs);
  try {
    const list = new ItemList();
    for await (const event of watch(AbortSignal.any([...given, late.signal]))) {
      list.apply(event);
      const items = list.items;
      if (predicate(items)) return items;
    }
  } finally {
    clearTimeout(timer);
  }
  throw options.signal?.aborted
    ? new ControlError("cancelled", "the wait was cancelled")
    : new ControlError(
        "deadline-exceeded",
        `not reached within ${options.timeoutMs} ms`,
      );
}
