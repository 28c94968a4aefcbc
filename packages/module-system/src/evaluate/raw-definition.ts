/** Definitions on their way to a value: as collected, then with conditions asked and wrappings off. */

import type { ModuleOrigin } from "../define/module.ts";
import type { Wrapped } from "../define/wrapped.ts";
import type { Place } from "../problem/problem.ts";
import { type Path, stepsOf } from "./path.ts";

/** Where a definition stands in its module, and where that module comes in the order of imports. */
export interface Source {
  readonly origin: ModuleOrigin;
  /** Names and indexes as written, from the top of the module's definitions. */
  readonly at: Path | undefined;
  /** Imported modules have lower numbers than their importers. */
  readonly position: number;
  /** It came out of a function. */
  readonly computed: boolean;
}

/** A definition at an option, as it was written. */
export interface RawDefinition extends Source {
  readonly content: unknown;
  /** Conditions of enclosing groups. */
  readonly conditions: Conditions | undefined;
  readonly priority: number;
  readonly order: number;
}

/** Conditions from the innermost outwards. */
export interface Conditions {
  readonly wrapped: Wrapped<unknown>;
  readonly outer: Conditions | undefined;
}

/** A definition that counts, without wrappings. */
export interface Bare extends Source {
  readonly value: unknown;
  readonly priority: number;
  readonly order: number;
}

export function placeOf({ origin, at, computed }: Source): Place {
  return {
    ...{ origin, kind: "definition", path: stepsOf(at) },
    ...(computed ? { computed } : {}),
  };
}
