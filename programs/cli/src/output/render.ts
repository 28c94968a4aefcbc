/**
 * What `-o` chooses: one thing or a list of things as a table, JSON, YAML or bare
 * names. Field names are a promise to scripts; the table is for people.
 */

import type { Paint } from "./colour.ts";
import {
  type Column,
  renderFields,
  renderTable,
  type TableOptions,
} from "./table.ts";
import { escapeUnsafe, visible } from "./visible.ts";

export type Format = "table" | "wide" | "json" | "yaml" | "name";

export const FORMATS: readonly Format[] = [
  "table",
  "wide",
  "json",
  "yaml",
  "name",
];

/** How things of one kind are shown. */
export interface Face<Row> {
  readonly columns: readonly Column<Row>[];
  /** What `-o name` prints, and other commands take. */
  readonly name: (row: Row) => string;
  /** What JSON and YAML show; keys in the order wanted. */
  readonly record: (row: Row) => Readonly<Record<string, unknown>>;
}

export interface RenderOptions {
  readonly format: Format;
  readonly headers: boolean;
  readonly paint: Paint;
}

/** A list; without rows the table is empty and JSON is `[]`. */
export async function renderList<Row>(
  face: Face<Row>,
  rows: readonly Row[],
  options: RenderOptions,
): Promise<string> {
  switch (options.format) {
    case "table":
    case "wide":
      return rows.length === 0
        ? ""
        : renderTable(face.columns, rows, tableOptions(options));
    case "name":
      return names(face, rows);
    case "json":
      return json(rows.map(face.record));
    case "yaml":
      return yamlOf(rows.map(face.record));
  }
}

/** One thing: the table has a line per field, JSON is an object. */
export async function renderOne<Row>(
  face: Face<Row>,
  row: Row,
  options: RenderOptions,
): Promise<string> {
  switch (options.format) {
    case "table":
    case "wide":
      return renderFields(face.columns, row, tableOptions(options));
    case "name":
      return names(face, [row]);
    case "json":
      return json(face.record(row));
    case "yaml":
      return yamlOf(face.record(row));
  }
}

export function tableOptions(options: RenderOptions): TableOptions {
  const { headers, paint } = options;
  return { wide: options.format === "wide", headers, paint };
}

function names<Row>(face: Face<Row>, rows: readonly Row[]): string {
  return rows.map((row) => `${visible(face.name(row))}\n`).join("");
}

/** Indented by two. */
export function json(value: unknown): string {
  return `${escapeUnsafe(JSON.stringify(value, undefined, 2))}\n`;
}

/** On one line, for streams. */
export function jsonLine(value: unknown): string {
  return `${escapeUnsafe(JSON.stringify(value))}\n`;
}

/** YAML's library is loaded only where somebody asks for it. */
export async function yamlOf(value: unknown): Promise<string> {
  const { yaml } = await import("./yaml.ts");
  return yaml(value);
}
