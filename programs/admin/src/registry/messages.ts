/**
 * The registry as wire messages. Each message object is made once and shared by
 * everyone who is sent it, because the transport keeps the encoding per object.
 */

import { create } from "@bufbuild/protobuf";
import {
  type QueryListItem,
  QueryListItemSchema,
  type QueryListResponse,
  QueryListResponseSchema,
  type WatchItem,
  WatchItemSchema,
} from "@ghaf/api/proto/admin/admin";
import type { Entry } from "./entry.ts";
import type { RegistryEvent } from "./registry.ts";
import { looksSame, rowOf } from "./view.ts";

export class RegistryMessages {
  readonly #items = new WeakMap<Entry, QueryListItem>();
  #list: QueryListResponse | undefined;
  #initial: WatchItem | undefined;

  /** Forgets the list: the registry has changed. */
  changed(): void {
    this.#list = undefined;
    this.#initial = undefined;
  }

  /** The complete list; the same object until `changed`. */
  list(entries: () => Iterable<Entry>): QueryListResponse {
    this.#list ??= create(QueryListResponseSchema, {
      List: Array.from(entries(), (entry) => this.#item(entry)),
    });
    return this.#list;
  }

  /** The first message of a watch; the same object until `changed`. */
  initial(entries: () => Iterable<Entry>): WatchItem {
    this.#initial ??= watchItem("Initial", this.list(entries));
    return this.#initial;
  }

  /** The message of an event, undefined when clients could see no difference. */
  event(event: RegistryEvent): WatchItem | undefined {
    switch (event.kind) {
      case "added":
        return watchItem("Added", this.#item(event.entry));
      case "updated":
        return looksSame(event.before, event.entry)
          ? undefined
          : watchItem("Updated", this.#item(event.entry));
      case "removed":
        return watchItem("Removed", this.#item(event.entry));
      case "agent-up":
      case "agent-down":
        return undefined;
    }
  }

  #item(entry: Entry): QueryListItem {
    const known = this.#items.get(entry);
    if (known !== undefined) return known;
    const made = itemOf(entry);
    this.#items.set(entry, made);
    return made;
  }
}

function itemOf(entry: Entry): QueryListItem {
  const row = rowOf(entry);
  return create(QueryListItemSchema, {
    Name: row.name,
    Description: row.description,
    VmStatus: row.vmStatus,
    TrustLevel: row.trustLevel,
    VmType: row.vmType,
    ServiceType: row.serviceType,
    AgentName: row.agentName,
    ...(row.vmName === undefined ? {} : { VmName: row.vmName }),
  });
}

type Case = Exclude<WatchItem["Status"]["case"], undefined>;

function watchItem<C extends Case>(
  word: C,
  value: Extract<WatchItem["Status"], { case: C }>["value"],
): WatchItem {
  // One word with its own kind of value: what the compiler cannot follow through C.
  const status = { case: word, value } as WatchItem["Status"];
  return create(WatchItemSchema, { Status: status });
}
