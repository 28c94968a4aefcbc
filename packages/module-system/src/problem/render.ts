/** Problems as the text a person reads: sorted, each once, with its places and what to do. */

import type { SourcePosition } from "../define/module.ts";
import type { Level, LocatedPlace, LocatedProblem } from "./problem.ts";

/** How a text gets to its reader. */
export interface ProblemStyle {
  /** The file as the reader names it: relative to where the reader is. */
  file(file: string): string;
  /** Makes texts of others safe for a terminal; the result has one line. */
  visible(untrusted: string): string;
  /** Colours, or leaves the text as it is. */
  paint(tone: "bad" | "warning" | "quiet" | "strong", text: string): string;
}

/** Several lines for each problem, errors first, then by file and line. Empty without problems. */
export function renderProblems(
  problems: readonly LocatedProblem[],
  style: ProblemStyle,
): string {
  const blocks = sortedProblems(problems).map((problem) =>
    renderProblem(problem, style),
  );
  return [...new Set(blocks)].join("");
}

/** Errors, warnings, hints; within them by file, line and option path. */
export function sortedProblems(
  problems: readonly LocatedProblem[],
): readonly LocatedProblem[] {
  return [...problems].sort(
    (one, other) =>
      LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) ||
      comparePositions(one.places[0]?.position, other.places[0]?.position) ||
      compareTexts(one.path, other.path) ||
      compareTexts(one.reason, other.reason),
  );
}

/** `2 errors, 1 warning`; `no problems`. */
export function problemCount(problems: readonly LocatedProblem[]): string {
  const counts = LEVELS.map((level) => {
    const count = problems.filter((one) => one.level === level).length;
    return { count, text: `${count} ${level}${count === 1 ? "" : "s"}` };
  });
  const texts = counts.filter(({ count }) => count > 0);
  return texts.map(({ text }) => text).join(", ") || "no problems";
}

/** `system.ts:23:9`, or the module's name where the line is not known. */
export function renderPlace(place: LocatedPlace, style: ProblemStyle): string {
  const { position, label, computed } = place;
  if (position === undefined) return style.visible(style.file(label));
  const { line, column } = position;
  const file = style.visible(style.file(position.file));
  return `${file}:${line}:${column}${computed ? " (computed)" : ""}`;
}

const LEVELS: readonly Level[] = ["error", "warning", "hint"];

const TONES = { error: "bad", warning: "warning", hint: "quiet" } as const;

function renderProblem(problem: LocatedProblem, style: ProblemStyle): string {
  const { level, path, declared, fix } = problem;
  const named = path === "" ? "" : `${style.visible(path)}: `;
  const [first = "", ...rest] = lines(saidOf(problem), style);
  const places = problem.places.map((place) => placeLine(place, style));
  const details = [
    ...rest,
    ...new Set(places),
    ...(declared === undefined ? [] : declaredLine(declared, style)),
    ...(fix === undefined ? [] : fixLines(fix, style)),
  ];
  const title = `${style.paint(TONES[level], `${level}:`)} ${style.paint("strong", `${named}${first}`)}`;
  return [title, ...details.map((line) => `  ${line}`), ""].join("\n");
}

/** The reason; of a wrong value what the type says, which is the reason. */
function saidOf({ code, reason, expected, given }: LocatedProblem): string {
  if (expected === undefined) return reason;
  const values =
    given === undefined
      ? `expected ${expected}`
      : `expected ${expected}, given ${given}`;
  return code === "wrong-type" ? values : `${reason}: ${values}`;
}

function placeLine(place: LocatedPlace, style: ProblemStyle): string {
  const word = place.position === undefined ? "in" : "at";
  return `${word} ${renderPlace(place, style)}`;
}

/** The column of a declaration says nothing more. */
function declaredLine(
  { position }: LocatedPlace,
  style: ProblemStyle,
): readonly string[] {
  if (position === undefined) return [];
  const file = style.visible(style.file(position.file));
  return [style.paint("quiet", `declared in ${file}:${position.line}`)];
}

function fixLines(fix: string, style: ProblemStyle): readonly string[] {
  const [first = "", ...rest] = lines(fix, style);
  return [`fix: ${first}`, ...rest.map((line) => `     ${line}`)];
}

function lines(untrusted: string, style: ProblemStyle): readonly string[] {
  return untrusted.split("\n").map((line) => style.visible(line));
}

function comparePositions(
  one: SourcePosition | undefined,
  other: SourcePosition | undefined,
): number {
  if (one === undefined || other === undefined) {
    return Number(one === undefined) - Number(other === undefined);
  }
  return (
    compareTexts(one.file, other.file) ||
    one.line - other.line ||
    one.column - other.column
  );
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
