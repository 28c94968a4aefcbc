/** The body of `ghaf watch`: every change of the registry, in order. */

import type { QueryItem } from "@ghaf/client";
import { ItemList, type WatchEvent } from "@ghaf/client";
import { type Change, ChangeStream } from "../../output/change-stream.ts";
import type { RenderOptions } from "../../output/render.ts";
import type { Control } from "../control.ts";
import { ITEM_FACE } from "../rows/item-face.ts";

export interface WatchRequest {
  readonly render: RenderOptions;
  /** Begin with what is there. */
  readonly initial: boolean;
  /** End after so many changes; undefined means never. The initial rows do not count. */
  readonly limit: number | undefined;
}

export async function watch(
  request: WatchRequest,
  control: Control,
): Promise<void> {
  const { client, surface, signal } = control;
  const stream = new ChangeStream(ITEM_FACE, request.render);
  const items = new ItemList();
  let left = request.limit ?? Number.POSITIVE_INFINITY;
  for await (const event of client.watch({
    signal,
    firstAttempt: "fail",
    onInterrupted: ({ message }) =>
      surface.tell(`the watch was interrupted (${message}); trying again…`),
  })) {
    if (event.kind === "resync") surface.tell("the watch goes on");
    const changes = changesOf(event, items, request.initial);
    await surface.print(stream.begin(items.items));
    for (const change of changes.slice(0, left)) {
      await surface.print(await stream.next(change));
    }
    if (event.kind !== "initial") left -= changes.length;
    if (left <= 0) return;
  }
}

/** After a lost connection: what happened meanwhile. */
function changesOf(
  event: WatchEvent,
  items: ItemList,
  initial: boolean,
): readonly Change<QueryItem>[] {
  const changes = items.apply(event);
  if (event.kind !== "initial") {
    return changes.map(({ kind, item }) => ({ kind, row: item }));
  }
  return initial ? event.items.map((row) => ({ kind: "initial", row })) : [];
}
