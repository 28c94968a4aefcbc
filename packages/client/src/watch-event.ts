/** What a watcher is told, and how it is read from the wire (control-plane specification 2.10). */

import type { WatchItem } from "@ghaf/api/proto/admin/admin";
import { ControlError } from "./control-error.ts";
import { type QueryItem, readQueryItem } from "./query-item.ts";

/** One row came, changed or went. */
export interface ItemChange {
  readonly kind: "added" | "updated" | "removed";
  readonly item: QueryItem;
}

/** The whole list: once at the start, and again after each lost connection. */
export interface ItemSnapshot {
  readonly kind: "initial" | "resync";
  readonly items: readonly QueryItem[];
}

export type WatchEvent = ItemChange | ItemSnapshot;

/**
 * Reads one message of a subscription.
 * @param expected what the message must be: a subscription begins with its list
 * @returns undefined for a kind of message that this version does not know
 * @throws ControlError `internal` when the first message is not the list
 */
export function readWatchItem(
  message: WatchItem,
  expected: ItemSnapshot["kind"] | "change",
): WatchEvent | undefined {
  const status = message.Status;
  if (expected !== "change" && status.case !== "Initial") {
    throw new ControlError(
      "internal",
      "the admin began the watch without its list",
    );
  }
  switch (status.case) {
    case "Initial":
      return {
        kind: expected === "change" ? "resync" : expected,
        items: status.value.List.map(readQueryItem),
      };
    case "Added":
      return { kind: "added", item: readQueryItem(status.value) };
    case "Updated":
      return { kind: "updated", item: readQueryItem(status.value) };
    case "Removed":
      return { kind: "removed", item: readQueryItem(status.value) };
    case undefined:
      return undefined;
  }
}
