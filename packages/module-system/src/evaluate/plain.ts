/** A configuration as plain JSON-like data: no lazy objects, no functions. */

import { KEPT } from "../declare/types.ts";
import { isModule } from "../define/module.ts";
import { isWrapped, WRAPPED } from "../define/wrapped.ts";
import { isKept, type Kept } from "../merge/merge-modules.ts";
import { HIDDEN } from "../problem/describe-value.ts";
import type { GroupNode, OptionNode } from "./compiled-tree.ts";
import type { Engine } from "./engine.ts";
import { OptionFailure } from "./option-failure.ts";
import { isPlainObject } from "./plain-object.ts";
import { cellOf } from "./read.ts";
import { optionName, type Scope } from "./scope.ts";

/** The options below a group that have a value. @throws {OptionFailure} at the first with a problem */
export function plainGroup(
  scope: Scope,
  group: GroupNode,
): { readonly [name: string]: unknown } {
  const entries: [string, unknown][] = [];
  for (const [name, node] of group.children) {
    if (node.kind === "group") entries.push([name, plainGroup(scope, node)]);
    if (node.kind !== "option") continue;
    const cell = cellOf(scope, node);
    if (cell.state === "value") {
      entries.push([name, plainOption(scope, node, cell.value)]);
    } else if (cell.state !== "unset") {
      throw new OptionFailure(optionName(scope, node));
    }
  }
  return Object.fromEntries(entries);
}

/** The value of an option; a word when it is secret. */
export function plainOption(
  { engine }: Scope,
  { option }: OptionNode,
  value: unknown,
): unknown {
  return option.secret === true && value !== null
    ? HIDDEN
    : plainValue(engine, value);
}

export function plainValue(engine: Engine, value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => plainValue(engine, item));
  }
  if (typeof value === "function") return "(computed)";
  if (typeof value !== "object" || value === null) return value;
  const scope = engine.scopes.get(value);
  if (scope !== undefined) return plainGroup(scope, scope.tree.top);
  if (isModule(value)) return plainValue(engine, value.config);
  if (isWrapped(value)) return plainValue(engine, value[WRAPPED].content);
  if (isKept(value)) return plainValue(engine, (value[KEPT] as Kept).content);
  if (!isPlainObject(value)) return String(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      plainValue(engine, inner),
    ]),
  );
}
