/** Where in a person's file something was thrown. */

import { SourceMap } from "node:module";
import type { SourcePosition } from "@ghaf/module-system";

export interface RunningCode {
  /** The name under which the engine runs the bundle. */
  readonly name: string;
  /** Its source map: JSON with absolute sources. */
  readonly map: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** The places in the bundle that an error came through, innermost first. */
export function thrownPlaces(
  thrown: unknown,
  { name }: RunningCode,
): readonly Place[] {
  const lines = stackOf(thrown).split("\n");
  const frames = lines.flatMap((frame) => {
    const start = frame.indexOf(`${name}:`);
    if (start === -1) return [];
    const numbers = frame.slice(start + name.length);
    const [, line, column] = /^:(\d+):(\d+)/.exec(numbers) ?? [];
    return column === undefined
      ? []
      : [{ line: Number(line), column: Number(column) }];
  });
  return [...refusedPlace(lines, name), ...frames];
}

/** What V8 does not even compile, such as an ill-formed regular expression, it underlines above the message. */
function refusedPlace(
  [first = "", , underline = ""]: readonly string[],
  name: string,
): readonly Place[] {
  if (!first.startsWith(`${name}:`) || !/^ *\^+$/.test(underline)) return [];
  const line = Number(first.slice(name.length + 1));
  return [{ line, column: underline.indexOf("^") + 1 }];
}

/** The innermost place that is in a file of the person. */
export function placeInSource(
  places: readonly Place[],
  { map }: RunningCode,
): SourcePosition | undefined {
  const sources = new SourceMap(JSON.parse(map));
  for (const { line, column } of places) {
    const entry = sources.findEntry(line - 1, column - 1);
    if (!("originalSource" in entry)) continue;
    const file = entry.originalSource;
    if (isOwn(file)) continue;
    return {
      file,
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    };
  }
  return undefined;
}

function isOwn(source: string): boolean {
  return /^\/(?:ghaf-start|ghaf-provided:)/.test(source);
}

function stackOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? String(thrown.stack) : "";
  } catch {
    return "";
  }
}
