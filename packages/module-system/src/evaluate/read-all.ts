/** Reads every option once, so that everything is checked. */

import type { Engine } from "./engine.ts";
import { OptionFailure } from "./option-failure.ts";
import { isPlainObject } from "./plain-object.ts";
import { cellOf, readOption } from "./read.ts";
import type { Scope } from "./scope.ts";

/** Options of the top that have neither definition nor default are left alone: nobody may need them. */
export function readScope(scope: Scope, isTop: boolean): void {
  for (const node of scope.tree.options) {
    const cell = cellOf(scope, node);
    if (cell.state === "value") readParts(scope.engine, cell.value);
    else if (cell.state === "failed") readParts(scope.engine, cell.partly);
    else if (cell.state === "unset" && !isTop) {
      tolerant(() => readOption(scope, node));
    }
  }
}

function readParts(engine: Engine, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const scope = engine.scopes.get(value);
  if (scope !== undefined) readScope(scope, false);
  else if (Array.isArray(value) || isPlainObject(value)) {
    for (const inner of Object.values(value)) readParts(engine, inner);
  }
}

/** Runs something whose failure is reported already. */
export function tolerant(body: () => void): void {
  try {
    body();
  } catch (error) {
    if (!(error instanceof OptionFailure)) throw error;
  }
}
