/** A watcher's copy of the registry, kept current by the events of a watch. */

import { type QueryItem, sameQueryItem } from "./query-item.ts";
import type { ItemChange, WatchEvent } from "./watch-event.ts";

/**
 * Folds events into rows. Two rows that a server shows under the same name, VM
 * and agent cannot be told apart by anyone and count as one.
 */
export class ItemList {
  #rows = new Map<string, QueryItem>();

  /** The rows in the order in which they became known. */
  get items(): readonly QueryItem[] {
    return [...this.#rows.values()];
  }

  /**
   * Takes one event in.
   * @returns the changes it stands for: itself, nothing for the initial list,
   * and for a resync what happened while nobody was listening
   */
  apply(event: WatchEvent): readonly ItemChange[] {
    switch (event.kind) {
      case "initial":
        this.#rows = byKey(event.items);
        return [];
      case "resync": {
        const before = this.#rows;
        this.#rows = byKey(event.items);
        return difference(before, this.#rows);
      }
      case "added":
      case "updated":
        this.#rows.set(keyOf(event.item), event.item);
        return [event];
      case "removed":
        this.#rows.delete(keyOf(event.item));
        return [event];
    }
  }
}

function keyOf(item: QueryItem): string {
  return JSON.stringify([item.name, item.vmName, item.agentName]);
}

function byKey(items: readonly QueryItem[]): Map<string, QueryItem> {
  return new Map(items.map((item) => [keyOf(item), item]));
}

/** Removals first, so that a name is free before another row takes it. */
function difference(
  before: ReadonlyMap<string, QueryItem>,
  after: ReadonlyMap<string, QueryItem>,
): readonly ItemChange[] {
  const gone = [...before].filter(([key]) => !after.has(key));
  const removed = gone.map(([, item]) => ({ kind: "removed" as const, item }));
  const present = [...after].flatMap(([key, item]): ItemChange[] => {
    const old = before.get(key);
    if (old === undefined) return [{ kind: "added", item }];
    return sameQueryItem(old, item) ? [] : [{ kind: "updated", item }];
  });
  return [...removed, ...present];
}
