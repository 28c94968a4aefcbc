/** Waiting until the registry looks as wanted, by watching it rather than by asking again and again. */

import { ControlError } from "./control-error.ts";
import { ItemList } from "./item-list.ts";
import type { QueryItem } from "./query-item.ts";
import type { WatchEvent } from "./watch-event.ts";
import { withDeadline } from "./with-deadline.ts";

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
  const found = await withDeadline(timeoutMs, given, async (limit) => {
    const list = new ItemList();
    for await (const event of watch(limit)) {
      list.apply(event);
      const items = list.items;
      if (predicate(items)) return items;
    }
    return undefined;
  });
  if (found !== undefined) return found;
  throw signal?.aborted
    ? new ControlError("cancelled", "the wait was cancelled")
    : new ControlError(
        "deadline-exceeded",
        `not reached within ${timeoutMs} ms`,
      );
}
