/** What one look at this machine has found: good or bad, and what to do. */

export type FindingState = "ok" | "warning" | "problem";

export interface Finding {
  /** What was looked at; stays the same between versions. */
  readonly name: string;
  /** `warning`: machines run, but something of them is missing; `problem`: none would run. */
  readonly state: FindingState;
  /** How it is, as a clause. May hold texts of the machine. */
  readonly what: string;
  /** A command line that helps, made of our own words only; null where all is well, or none does. */
  readonly fix: string | null;
}

export function ok(name: string, what: string): Finding {
  return { name, state: "ok", what, fix: null };
}

export function warning(
  name: string,
  what: string,
  fix: string | null,
): Finding {
  return { name, state: "warning", what, fix };
}

export function problem(
  name: string,
  what: string,
  fix: string | null,
): Finding {
  return { name, state: "problem", what, fix };
}
