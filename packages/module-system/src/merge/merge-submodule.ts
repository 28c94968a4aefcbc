/** Submodules: definitions merge like modules over the submodule's options. */

import type { OptionTree } from "../declare/tree.ts";
import { type Collected, collect } from "../evaluate/collect.ts";
import { type CompiledTree, compileTree } from "../evaluate/compiled-tree.ts";
import { report } from "../evaluate/engine.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import { type Bare, placeOf } from "../evaluate/raw-definition.ts";
import type { Scope } from "../evaluate/scope.ts";
import type { Problem } from "../problem/problem.ts";
import { type Merging, wrongType } from "./merging.ts";

/** @returns a lazy object: each of its options is evaluated when it is read */
export function mergeSubmodule(
  definitions: readonly Bare[],
  merging: Merging,
  options: OptionTree,
): unknown {
  const tree = compileTree(options);
  const { engine, path } = merging;
  const collected: Collected = [];
  const sets = definitions.filter(({ value }) => isPlainObject(value));
  for (const bare of definitions) {
    if (!sets.includes(bare)) wrongType(bare, merging, optionsOf(tree));
  }
  // Nothing is made of none: all that they lack would be said as well.
  if (sets.length === 0) return undefined;
  for (const bare of sets) {
    // A name that is no option does not make the others unreadable: what is wrong with them is said too.
    const said = (problem: Problem) => report(engine, problem);
    collect(bare.value, bare, { tree, path, collected, report: said });
  }
  const scope: Scope = {
    ...{ engine, tree, path, definitions: collected },
    cells: [],
    views: new Map(),
    declared: merging.declaredAt,
    made: sets.map(placeOf),
  };
  return engine.viewOf(scope, tree.top);
}

/** So many names are said. */
const MOST_NAMES = 5;

function optionsOf({ top }: CompiledTree): string {
  const names = [...top.children.keys()];
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length > MOST_NAMES ? ", …" : "";
  return `an attribute set of the options ${shown}${more}`;
}
