/** The declared options as rows of a reference. */

import type { AnyType } from "../declare/option-type.ts";
import type { OptionTree } from "../declare/tree.ts";
import type { ModuleOrigin } from "../define/module.ts";
import {
  type CompiledTree,
  compileTree,
  type OptionNode,
} from "./compiled-tree.ts";
import type { OptionEntry } from "./evaluation.ts";
import { formatSteps } from "./path.ts";
import type { Scope } from "./scope.ts";

/** Every option, those of submodules below `*` and `<name>`, in the order of declaration. */
export function optionEntries(tree: CompiledTree): readonly OptionEntry[] {
  return entriesBelow(tree, [], undefined);
}

/** The same for a tree that no module declares yet. */
export function documentTree(tree: OptionTree): readonly OptionEntry[] {
  return optionEntries(compileTree(tree));
}

function entriesBelow(
  tree: CompiledTree,
  names: readonly string[],
  origin: ModuleOrigin | undefined,
): readonly OptionEntry[] {
  return tree.options.flatMap((node) => {
    const from = node.origin ?? origin;
    const at = [...names, ...node.names];
    return [
      entry(node, at, from),
      ...nestedIn(node.option.type, at).flatMap(([inner, below]) =>
        entriesBelow(compileTree(inner), below, from),
      ),
    ];
  });
}

/** Trees inside a type with the names that lead to them. */
function nestedIn(
  { shape }: AnyType,
  names: readonly string[],
): readonly (readonly [OptionTree, readonly string[]])[] {
  switch (shape.kind) {
    case "submodule":
      return [[shape.options, names]];
    case "list":
      return nestedIn(shape.of, [...names, "*"]);
    case "attributes":
      return nestedIn(shape.of, [...names, "<name>"]);
    case "null-or":
      return nestedIn(shape.of, names);
    case "either":
      return shape.of.flatMap((type) => nestedIn(type, names));
    default:
      return [];
  }
}

/** The row of one option. */
export function entryOf(scope: Scope, node: OptionNode): OptionEntry {
  const names = [...(scope.declared?.names ?? []), ...node.names];
  return entry(node, names, node.origin ?? scope.declared?.origin);
}

const NOWHERE: ModuleOrigin = { label: "the declaration", form: "full" };

function entry(
  { option }: OptionNode,
  names: readonly string[],
  origin: ModuleOrigin | undefined,
): OptionEntry {
  return {
    name: formatSteps(names),
    type: option.type,
    description: option.description,
    ...("default" in option ? { default: option.default } : {}),
    ...("example" in option ? { example: option.example } : {}),
    readOnly: option.readOnly === true,
    ...(option.origin === undefined ? {} : { origin: option.origin }),
    declared: { origin: origin ?? NOWHERE, kind: "declaration", path: names },
  };
}
