/** Rows as aligned columns, and one row as a column of fields. */

import { type Paint, plain, type Tone } from "./colour.ts";
import { visible } from "./visible.ts";

export interface Column<Row> {
  /** Upper case; unique within the table. */
  readonly title: string;
  /** May hold anything: it is made visible here. */
  readonly text: (row: Row) => string;
  readonly tone?: (row: Row) => Tone;
  /** Left out of the narrow table. */
  readonly wide?: boolean;
}

export interface TableOptions {
  readonly wide?: boolean;
  readonly headers?: boolean;
  readonly paint?: Paint;
  /** Columns are at least this wide: for rows that are printed one after another. */
  readonly widths?: readonly number[];
}

interface Cell {
  readonly text: string;
  readonly tone: Tone;
}

const GAP = "  ";
/** What stands for an empty cell, so that every line has the same number of words. */
const EMPTY = "-";

/** One line per row under a line of titles. Lines end with `\n`. */
export function renderTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: TableOptions = {},
): string {
  const shown = shownColumns(columns, options);
  const titles = shown.map(({ title }) => heading(title));
  const body = rows.map((row) => shown.map((column) => cell(column, row)));
  const lines = options.headers === false ? body : [titles, ...body];
  return renderLines(lines, options);
}

/** The widths of the columns with these rows under their titles. */
export function columnWidths<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  options: TableOptions,
): readonly number[] {
  return shownColumns(columns, options).map((column) =>
    Math.max(
      width(column.title),
      ...rows.map((row) => width(cell(column, row).text)),
    ),
  );
}

/** One line per column of a single row: its title and its text. */
export function renderFields<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  options: TableOptions = {},
): string {
  const lines = shownColumns(columns, options).map((column) => {
    const content = cell(column, row);
    return options.headers === false
      ? [content]
      : [heading(column.title), content];
  });
  return renderLines(lines, options);
}

function shownColumns<Row>(
  columns: readonly Column<Row>[],
  options: TableOptions,
): readonly Column<Row>[] {
  return columns.filter((column) => options.wide || !column.wide);
}

function heading(title: string): Cell {
  return { text: title, tone: "strong" };
}

/** Widths follow the longest text of each column. */
function renderLines(
  lines: readonly (readonly Cell[])[],
  options: TableOptions,
): string {
  const count = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: count }, (_, index) =>
    Math.max(
      options.widths?.[index] ?? 0,
      ...lines.map((line) => width(line[index]?.text ?? "")),
    ),
  );
  return lines
    .map((line) => `${renderLine(line, widths, options.paint ?? plain)}\n`)
    .join("");
}

function cell<Row>(column: Column<Row>, row: Row): Cell {
  const text = visible(column.text(row));
  return { text: text || EMPTY, tone: column.tone?.(row) ?? "plain" };
}

/** The last cell is not padded: no line ends in spaces. */
function renderLine(
  line: readonly Cell[],
  widths: readonly number[],
  paint: Paint,
): string {
  return line
    .map(({ text, tone }, index) => {
      const last = index === line.length - 1;
      const missing = last ? 0 : (widths[index] ?? 0) - width(text);
      return paint(tone, text) + " ".repeat(Math.max(0, missing));
    })
    .join(GAP);
}

/** In characters; wide characters of east Asian scripts count as one. */
function width(text: string): number {
  return [...text].length;
}
