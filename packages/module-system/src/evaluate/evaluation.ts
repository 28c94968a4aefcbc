/** What an evaluation offers to its readers: values, problems, and where values come from. */

import type { AnyType } from "../declare/option-type.ts";
import type { Place, Problem, Reporter } from "../problem/problem.ts";

export interface Evaluation<Config> {
  /** Lazy: reading an option evaluates it and what it needs. Reading one with a problem throws `OptionFailure`. */
  readonly config: Config;
  /** Reads every option once, then runs the checks of the modules. */
  readAll(): void;
  /** For findings of a reader who looks at more than a check can. */
  readonly report: Reporter;
  /** Everything found so far, in the order of paths. */
  problems(): readonly Problem[];
  /** The value at a path a person wrote: `ghaf.vms[0].name`, `ghaf.vms.0.name`. A group gives what is below it. */
  lookUp(path: string): Found;
  /** The values of options that are not to be shown, by path, to be compared only. */
  secrets(): ReadonlyMap<string, unknown>;
  /** How the value of one option came about. */
  explain(path: string): Explanation | NotFound;
  /** Every option with its declaration, in the order of paths; parts of submodules as `*` and `<name>`. */
  options(): readonly OptionEntry[];
}

export type Found =
  | {
      readonly kind: "value";
      /** JSON-like; options without value are left out. */
      readonly value: unknown;
    }
  /** It or something it needs has a problem, which is among `problems()`. */
  | { readonly kind: "failed" }
  /** It has neither definition nor default. */
  | { readonly kind: "unset" }
  | NotFound;

export interface NotFound {
  readonly kind: "not-found";
  /** Names that may have been meant, whole paths, best first. */
  readonly nearest: readonly string[];
}

export interface Explanation {
  readonly kind: "explanation";
  readonly path: string;
  readonly option: OptionEntry;
  /** JSON-like; absent when it failed or is unset. */
  readonly value?: unknown;
  readonly state: "value" | "failed" | "unset";
  readonly definitions: readonly ExplainedDefinition[];
}

export interface ExplainedDefinition {
  readonly place: Place;
  /** JSON-like; absent when its condition is false or its function failed. */
  readonly value?: unknown;
  readonly priority: number;
  readonly order: number;
  /** Used alone; merged with others; a lower number won; its condition is false; its function failed. */
  readonly outcome:
    | "used"
    | "merged"
    | "overridden"
    | "condition-false"
    | "failed";
}

/** One row of the option reference. */
export interface OptionEntry {
  /** `ghaf.virtualization.microvm.appvm.vms.*.name`. */
  readonly name: string;
  readonly type: AnyType;
  readonly description: string;
  /** The declared default, a JSON value. */
  readonly default?: unknown;
  readonly example?: unknown;
  readonly readOnly: boolean;
  readonly origin?: string;
  readonly declared: Place;
}
