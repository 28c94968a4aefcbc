/** What is wrong with a configuration, one thing at a time, with everything a person needs to mend it. */

import type {
  ModuleOrigin,
  SourcePath,
  SourcePosition,
} from "../define/module.ts";

export type Level = "error" | "warning" | "hint";

export type ProblemCode =
  /** No option has this name. */
  | "unknown-option"
  /** A value is not of the option's type, or not what a check of its type accepts. */
  | "wrong-type"
  /** Two definitions of one priority that cannot both hold. */
  | "conflict"
  /** A value needs itself. */
  | "cycle"
  /** A function of a module threw. */
  | "threw"
  /** An option that is needed has neither definition nor default. */
  | "missing-value"
  | "read-only"
  | "renamed"
  | "removed"
  /** Two modules declare one option. */
  | "declared-twice"
  /** Something imported is not a module. */
  | "not-a-module"
  /** A check of a module found it. */
  | "check"
  /** A file cannot be read, parsed or run. */
  | "file";

export interface Problem {
  readonly level: Level;
  readonly code: ProblemCode;
  /** Dotted, as a person writes it: `ghaf.virtualization.microvm.appvm.vms[0].ramMb`. Empty: about a module or file. */
  readonly path: string;
  /** A clause without the path: `is defined with two values`. */
  readonly reason: string;
  readonly expected?: string;
  readonly given?: string;
  /** What to do: a suggestion in words. */
  readonly fix?: string;
  /** The definitions that it is about. */
  readonly places: readonly Place[];
  /** Where the option is declared. */
  readonly declared?: Place;
}

/** A definition or declaration in a module; a locator turns it into a line (`SourcePosition`). */
export interface Place {
  readonly origin: ModuleOrigin;
  readonly kind: "definition" | "declaration" | "module";
  readonly path: SourcePath;
  /** The value came out of a function that stands there. */
  readonly computed?: true;
}

/** A problem whose places are lines. */
export interface LocatedProblem extends Omit<Problem, "places" | "declared"> {
  readonly places: readonly LocatedPlace[];
  readonly declared?: LocatedPlace;
}

export interface LocatedPlace {
  /** Absent: only the module's label is known. */
  readonly position?: SourcePosition;
  readonly label: string;
  /** The line is that of the module or of an enclosing value. */
  readonly computed?: true;
}

/** What a check says. @param path names the option that should change */
export interface Finding {
  readonly path: string;
  /** A sentence that names the values. */
  readonly reason: string;
  /** What to do. */
  readonly fix: string;
  /** Other options that it is about. */
  readonly others?: readonly string[];
}

export interface Reporter {
  error(finding: Finding): void;
  warning(finding: Finding): void;
  hint(finding: Finding): void;
}
