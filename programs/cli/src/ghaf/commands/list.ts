/** Lists made of the registry's rows: printed once, or followed with `--watch`. */

import { ItemList, type QueryItem } from "@ghaf/client";
import { type Change, ChangeStream } from "../../output/change-stream.ts";
import {
  type Face,
  type RenderOptions,
  renderList,
} from "../../output/render.ts";
import type { Control } from "../control.ts";

export interface ListRequest {
  readonly render: RenderOptions;
  readonly watch: boolean;
}

/** What is listed: rows made of the registry's, each with a name of its own. */
export interface Listing<Row> {
  readonly face: Face<Row>;
  readonly rows: (items: readonly QueryItem[]) => readonly Row[];
  /** In the plural, for "no ... known". */
  readonly things: string;
}

export async function printList<Row extends Named>(
  listing: Listing<Row>,
  request: ListRequest,
  control: Control,
): Promise<void> {
  if (request.watch) return follow(listing, request, control);
  const { client, settings, surface } = control;
  const rows = listing.rows(await client.queryList(settings));
  await surface.print(await renderList(listing.face, rows, request.render));
  const { format } = request.render;
  if (rows.length === 0 && (format === "table" || format === "wide")) {
    surface.tell(`no ${listing.things}`);
  }
}

interface Named {
  readonly name: string;
}

/** Prints the list, then every row that has changed. Ends with the signal. */
async function follow<Row extends Named>(
  listing: Listing<Row>,
  request: ListRequest,
  control: Control,
): Promise<void> {
  const { surface, signal } = control;
  const stream = new ChangeStream(listing.face, request.render);
  const items = new ItemList();
  let shown: readonly Row[] | undefined;
  for await (const event of control.client.watch({
    signal,
    firstAttempt: "fail",
  })) {
    items.apply(event);
    const rows = listing.rows(items.items);
    await surface.print(stream.begin(rows));
    for (const change of changes(shown, rows)) {
      await surface.print(await stream.next(change));
    }
    shown = rows;
  }
}

/** What turns one list into the other, by name; everything is initial at first. */
function changes<Row extends Named>(
  before: readonly Row[] | undefined,
  after: readonly Row[],
): readonly Change<Row>[] {
  if (before === undefined)
    return after.map((row) => ({ kind: "initial", row }));
  const old = new Map(before.map((row) => [row.name, row]));
  const names = new Set(after.map(({ name }) => name));
  const gone = before.filter(({ name }) => !names.has(name));
  return [
    ...gone.map((row) => ({ kind: "removed" as const, row })),
    ...after.flatMap((row): Change<Row>[] => {
      const known = old.get(row.name);
      if (known === undefined) return [{ kind: "added", row }];
      return isSame(known, row) ? [] : [{ kind: "updated", row }];
    }),
  ];
}

/** Rows are flat, and made by one function: their text tells them apart. */
function isSame(one: Named, other: Named): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
