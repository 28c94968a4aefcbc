/** The options of one tree with their definitions and values: the whole configuration, or the value of one submodule. */

import type { ModuleOrigin } from "../define/module.ts";
import type { Place } from "../problem/problem.ts";
import type { Collected } from "./collect.ts";
import type { CompiledTree, GroupNode, OptionNode } from "./compiled-tree.ts";
import type { Engine } from "./engine.ts";
import { below, formatSteps, type Path, stepsOf } from "./path.ts";

/** How far the evaluation of an option is. */
export type Cell =
  | { readonly state: "running" }
  | { readonly state: "value"; readonly value: unknown }
  /** Neither definition nor default. */
  | { readonly state: "unset" }
  /** The problem is reported, or is that of an option it needs. What could be made of it may hold more problems. */
  | { readonly state: "failed"; readonly partly?: unknown };

export interface Scope {
  readonly engine: Engine;
  readonly tree: CompiledTree;
  /** Where the tree stands in the whole configuration. */
  readonly path: Path | undefined;
  readonly definitions: Collected;
  /** By the number of the option. */
  readonly cells: (Cell | undefined)[];
  /** What readers get of each group. */
  readonly views: Map<GroupNode, object>;
  /** Where the tree is declared, if its nodes don't say it. */
  readonly declared: DeclaredAt | undefined;
  /** Places of the definitions that made a submodule, for what is missing in it. */
  readonly made: readonly Place[];
}

/** Submodules stand in the declaration of an option. */
export interface DeclaredAt {
  readonly origin: ModuleOrigin | undefined;
  readonly names: readonly string[];
}

export function optionPath(scope: Scope, node: OptionNode): Path {
  let path = scope.path;
  for (const name of node.names) path = below(path, name);
  // An option has a name, so there is at least one step.
  return path ?? below(undefined, "");
}

/** The path as text. */
export function optionName(scope: Scope, node: OptionNode): string {
  return formatSteps([...stepsOf(scope.path), ...node.names]);
}

/** Where the option is declared. */
export function declaredPlace(
  scope: Scope,
  node: OptionNode,
): Place | undefined {
  const origin = node.origin ?? scope.declared?.origin;
  if (origin === undefined) return undefined;
  const path = [...(scope.declared?.names ?? []), ...node.names];
  return { origin, kind: "declaration", path };
}
