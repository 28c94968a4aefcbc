/** Submodules: definitions merge like modules over the submodule's options. */

import type { OptionTree } from "../declare/tree.ts";
import { type Collected, collect } from "../evaluate/collect.ts";
import { compileTree } from "../evaluate/compiled-tree.ts";
import { report } from "../evaluate/engine.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import { type Bare, placeOf } from "../evaluate/raw-definition.ts";
import type { Scope } from "../evaluate/scope.ts";
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
  for (const bare of definitions) {
    if (!isPlainObject(bare.value)) {
      wrongType(bare, merging);
      continue;
    }
    const reportHere = (problem: Parameters<typeof report>[1]) =>
      problem.level === "error"
        ? merging.fail(problem)
        : report(engine, problem);
    collect(bare.value, bare, { tree, path, collected, report: reportHere });
  }
  const scope: Scope = {
    ...{ engine, tree, path, definitions: collected },
    cells: [],
    views: new Map(),
    declared: merging.declaredAt,
    made: definitions.map(placeOf),
  };
  return engine.viewOf(scope, tree.top);
}
