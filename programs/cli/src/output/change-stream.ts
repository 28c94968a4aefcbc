/** Changes printed as they happen, for `watch` and `--watch`: one line or document each. */

import type { Tone } from "./colour.ts";
import {
  type Face,
  jsonLine,
  type RenderOptions,
  tableOptions,
  yamlOf,
} from "./render.ts";
import { columnWidths, renderTable, type TableOptions } from "./table.ts";
import { visible } from "./visible.ts";

type ChangeKind = "initial" | "added" | "updated" | "removed";

export interface Change<Row> {
  readonly kind: ChangeKind;
  readonly row: Row;
}

/** Turns changes into text. In a table the columns stay where the first rows put them. */
export class ChangeStream<Row> {
  readonly #face: Face<Change<Row>>;
  readonly #options: RenderOptions;
  #table: TableOptions;
  #begun = false;

  constructor(face: Face<Row>, options: RenderOptions) {
    this.#face = changeFace(face);
    this.#options = options;
    this.#table = tableOptions(options);
  }

  /**
   * The titles, once; and the widths, taken from rows that are known.
   * @param known rows like those to come
   */
  begin(known: readonly Row[]): string {
    if (this.#begun || !this.#isTable()) return "";
    this.#begun = true;
    const rows = known.map((row) => ({ kind: "updated" as const, row }));
    const { columns } = this.#face;
    const widths = columnWidths(columns, rows, this.#table);
    const titles = renderTable(columns, [], { ...this.#table, widths });
    this.#table = { ...this.#table, headers: false, widths };
    return titles;
  }

  /** One change. */
  async next(change: Change<Row>): Promise<string> {
    switch (this.#options.format) {
      case "table":
      case "wide":
        return renderTable(this.#face.columns, [change], this.#table);
      case "name":
        return `${visible(this.#face.name(change))}\n`;
      case "json":
        return jsonLine(this.#face.record(change));
      case "yaml":
        return `---\n${await yamlOf(this.#face.record(change))}`;
    }
  }

  #isTable(): boolean {
    return this.#options.format === "table" || this.#options.format === "wide";
  }
}

function changeFace<Row>(face: Face<Row>): Face<Change<Row>> {
  return {
    columns: [
      { title: "EVENT", text: ({ kind }) => kind, tone: toneOf },
      ...face.columns.map(({ text, tone, ...column }) => ({
        ...column,
        text: ({ row }: Change<Row>) => text(row),
        ...(tone && { tone: ({ row }: Change<Row>) => tone(row) }),
      })),
    ],
    name: ({ row }) => face.name(row),
    record: ({ kind, row }) => ({ event: kind, item: face.record(row) }),
  };
}

function toneOf({ kind }: Change<unknown>): Tone {
  switch (kind) {
    case "initial":
      return "quiet";
    case "added":
      return "good";
    case "updated":
      return "plain";
    case "removed":
      return "bad";
  }
}
