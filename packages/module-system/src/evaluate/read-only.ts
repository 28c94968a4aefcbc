/** Who may define a read-only option: the module that declares it and those that it imports. */

import type { OptionNode } from "./compiled-tree.ts";
import type { Source } from "./raw-definition.ts";
import type { Scope } from "./scope.ts";

export function isOwnDefinition(
  scope: Scope,
  node: OptionNode,
  { origin }: Source,
): boolean {
  const declarer = node.origin ?? scope.declared?.origin;
  if (declarer === undefined) return false;
  return scope.engine.families.get(declarer)?.has(origin) ?? false;
}
