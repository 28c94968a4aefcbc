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
  const limits = limitsOf(options);
  const list = new ItemList();
  for await (const event of watch(AbortSignal.any(limits))) {
    list.apply(event);
    const items = list.items;
    if (predicate(items)) return items;
  }
  throw options.signal?.aborted
    ? new ControlError("cancelled", "the wait was cancelled")
    : new ControlError(
        "deadline-exceeded",
        `not reached within ${options.timeoutMs} ms`,
      );
}

function limitsOf(options: WaitOptions): AbortSignal[] {
  const { signal, timeoutMs } = options;
  const limits = signal === undefined ? [] : [signal];
  return timeoutMs === undefined
    ? limits
    : [...limits, AbortSignal.timeout(timeoutMs)];
}
