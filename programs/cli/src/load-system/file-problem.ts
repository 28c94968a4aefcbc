/** Problems of files: what cannot be read, parsed or run, and where. */

import type { LocatedProblem, SourcePosition } from "@ghaf/module-system";

export interface FileFault {
  readonly file: string;
  /** Both start at 1. Without them the problem is about the file as a whole. */
  readonly line?: number;
  readonly column?: number;
  /** A clause: `imports "./a.ts", which does not exist`. */
  readonly reason: string;
  readonly given?: string;
  readonly fix?: string;
}

export function fileProblem(fault: FileFault): LocatedProblem {
  return { level: "error", ...factsOf(fault) };
}

export function fileWarning(fault: FileFault): LocatedProblem {
  return { level: "warning", ...factsOf(fault) };
}

function factsOf(fault: FileFault): Omit<LocatedProblem, "level"> {
  const { file, reason, given, fix } = fault;
  const position = positionOf(fault);
  return {
    code: "file",
    path: "",
    reason,
    ...(given === undefined ? {} : { given }),
    ...(fix === undefined ? {} : { fix }),
    places: [{ label: file, ...(position && { position }) }],
  };
}

function positionOf(fault: FileFault): SourcePosition | undefined {
  const { file, line, column } = fault;
  return line === undefined ? undefined : { file, line, column: column ?? 1 };
}

/** Line and column of an offset in UTF-16 units. */
export function positionAt(
  file: string,
  text: string,
  offset: number,
): SourcePosition {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  return { file, line, column: offset - start + 1 };
}

const LONGEST_EXCERPT = 120;

/** The text of a line for a message. */
export function excerpt(line: string): string {
  const text = line.trim();
  return text.length <= LONGEST_EXCERPT
    ? text
    : `${text.slice(0, LONGEST_EXCERPT)}…`;
}

/** The text of the line with this offset. */
export function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(start, end === -1 ? undefined : end);
}

/** The order of places: by file, then by line and column. */
export function byPlace(one: LocatedProblem, other: LocatedProblem): number {
  const [a, b] = [placeOf(one), placeOf(other)];
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function placeOf({ places: [first] }: LocatedProblem): SourcePosition {
  const whole = { file: first?.label ?? "", line: 0, column: 0 };
  return first?.position ?? whole;
}
