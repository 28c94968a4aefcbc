/** What is wrong with a configuration, collected so that a reader says all of it at once. */

import { ApiError, quote } from "../errors.ts";

/** One thing that keeps a configuration from being used. */
export interface ConfigProblem {
  /** Place in the file, `capabilities.applications[1].name`; empty for the whole. */
  readonly path: string;
  /** What would be right, `a string`. */
  readonly expected: string;
  /** What is there, `5 (number)`; `nothing` when it is missing. */
  readonly given: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The configuration cannot be used; the message lists every problem. */
export class ConfigError extends ApiError {
  readonly problems: readonly ConfigProblem[];

  /** @param source the file or the environment that was read */
  constructor(source: string, problems: readonly ConfigProblem[]) {
    super("invalid-config", describe(source, problems), problems);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** One line: `path: expected X, got Y`. */
export function formatProblem(problem: ConfigProblem): string {
  const place = problem.path === "" ? "configuration" : problem.path;
  const hint = problem.hint === undefined ? "" : `; ${problem.hint}`;
  return `${place}: expected ${problem.expected}, got ${problem.given}${hint}`;
}

/** Collects problems and warnings of one reading. */
export class Findings {
  readonly problems: ConfigProblem[] = [];
  readonly warnings: string[] = [];

  /** The place with that path, where things are found. */
  at(path: string): Place {
    return new Place(this, path);
  }

  /**
   * Notes a problem, unless one was noted at the same place or around it: a
   * value of the wrong type is read as absent, which is not a second mistake.
   */
  add(problem: ConfigProblem): void {
    const known = this.problems.some((other) =>
      isWithin(problem.path, other.path),
    );
    if (!known) this.problems.push(problem);
  }
}

/** One place in the configuration that is being read. */
export class Place {
  readonly #findings: Findings;
  readonly path: string;

  constructor(findings: Findings, path: string) {
    this.#findings = findings;
    this.path = path;
  }

  /** The place of a key or an index below this one. */
  at(key: string | number): Place {
    return new Place(this.#findings, childPath(this.path, key));
  }

  /** Notes that what is here is not what it should be; undefined is nothing. */
  wrong(expected: string, untrusted: unknown, hint?: string): void {
    const given = describeValue(untrusted);
    const problem = { path: this.path, expected, given };
    this.#findings.add(hint === undefined ? problem : { ...problem, hint });
  }

  /** Notes something that is tolerated. */
  warn(text: string): void {
    this.#findings.warnings.push(`${this.path}: ${text}`);
  }

  /**
   * Runs a parser that throws ApiError on what it does not accept.
   * @returns undefined when it did; the problem is noted
   */
  parse<T>(
    expected: string,
    parser: (untrusted: string) => T,
    untrusted: string,
  ): T | undefined {
    try {
      return parser(untrusted);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.wrong(expected, orNothing(untrusted));
      return undefined;
    }
  }
}

/** The zero value of a text field is what is there when nothing is. */
export function orNothing(untrusted: string): string | undefined {
  return untrusted === "" ? undefined : untrusted;
}

/** Prints any value for a problem: short, on one line, never PEM text. */
export function describeValue(untrusted: unknown): string {
  if (untrusted === null) return "null";
  if (untrusted === undefined) return "nothing";
  if (Array.isArray(untrusted)) return `a list of ${untrusted.length}`;
  if (typeof untrusted === "object") return "an object";
  if (typeof untrusted === "string") return `${quoteValue(untrusted)} (string)`;
  return `${String(untrusted)} (${typeof untrusted})`;
}

/** Unusual keys are quoted. */
function childPath(parent: string, key: string | number): string {
  if (typeof key === "number") return `${parent}[${key}]`;
  const name = /^[A-Za-z_][\w-]{0,79}$/.test(key) ? key : `[${quote(key)}]`;
  return parent === "" || name.startsWith("[")
    ? `${parent}${name}`
    : `${parent}.${name}`;
}

function quoteValue(untrusted: string): string {
  return looksLikePem(untrusted) ? "PEM text, not shown" : quote(untrusted);
}

/** True for text that may hold key material, which no message repeats. */
export function looksLikePem(untrusted: string): boolean {
  return untrusted.includes("-----BEGIN");
}

function isWithin(path: string, place: string): boolean {
  if (path === place || place === "") return true;
  return path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

function describe(source: string, problems: readonly ConfigProblem[]): string {
  const lines = problems.map(formatProblem);
  return lines.length === 1
    ? `${source}: ${lines.join()}`
    : `${source}: ${lines.length} problems:\n${lines.map((line) => `  ${line}`).join("\n")}`;
}
