/** Finds the definitions of every option in the static structure of modules; no function of a module is called. */

import { NODE } from "../declare/tree.ts";
import {
  INSTEAD_OF_SPREAD,
  isSpread,
  isWrapped,
  ORDERS,
  PRIORITIES,
  SPREAD,
  WRAPPED,
  type Wrapped,
} from "../define/wrapped.ts";
import { describeValue } from "../problem/describe-value.ts";
import { nearest } from "../problem/nearest.ts";
import type { Problem } from "../problem/problem.ts";
import {
  type CompiledTree,
  type GroupNode,
  type MovedNode,
  nodeAt,
  type TreeNode,
} from "./compiled-tree.ts";
import { below, formatPath, formatSteps, type Path, stepsOf } from "./path.ts";
import { isPlainObject } from "./plain-object.ts";
import {
  type Conditions,
  placeOf,
  type RawDefinition,
  type Source,
} from "./raw-definition.ts";

/** More names are not said. */
const MOST_NAMES = 12;

/** Definitions by the number of their option. */
export type Collected = (RawDefinition[] | undefined)[];

export interface Collecting {
  readonly tree: CompiledTree;
  /** Where the tree stands in the whole configuration. */
  readonly path: Path | undefined;
  readonly collected: Collected;
  report(problem: Problem): void;
}

interface Surroundings extends Source {
  readonly conditions: Conditions | undefined;
  readonly priority: number;
  readonly order: number;
}

/** Adds the definitions of one module, or of one definition of a submodule. */
export function collect(
  config: unknown,
  source: Source,
  into: Collecting,
): void {
  const surroundings: Surroundings = {
    ...{ origin: source.origin, at: source.at, position: source.position },
    computed: source.computed,
    conditions: undefined,
    priority: PRIORITIES.plain,
    order: ORDERS.plain,
  };
  visit(config, surroundings, { ...into, node: into.tree.top });
}

type Visiting = Collecting & { readonly node: TreeNode };
type VisitingGroup = Collecting & { readonly node: GroupNode };
type VisitingMoved = Collecting & { readonly node: MovedNode };

function visit(value: unknown, around: Surroundings, visiting: Visiting): void {
  if (value === undefined) return;
  const { node } = visiting;
  if (node.kind === "option") {
    const list = visiting.collected[node.index] ?? [];
    list.push({ ...around, content: value });
    visiting.collected[node.index] = list;
  } else if (node.kind === "moved") {
    visitMoved(value, around, { ...visiting, node });
  } else if (isWrapped(value)) {
    visitWrapped(value, around, visiting);
  } else if (isPlainObject(value)) {
    visitGroup(value, around, { ...visiting, node });
  } else {
    visiting.report(notAGroup(value, around, visiting));
  }
}

function visitWrapped(
  wrapped: Wrapped<unknown>,
  around: Surroundings,
  visiting: Visiting,
): void {
  if (isSpread(wrapped)) {
    visiting.report(spread(around, visiting));
    return;
  }
  const { content, kind } = wrapped[WRAPPED];
  const inside = insideOf(wrapped, around);
  const parts = kind === "parts" ? content : [content];
  for (const part of Array.isArray(parts) ? parts : []) {
    visit(part, inside, visiting);
  }
}

function insideOf(
  wrapped: Wrapped<unknown>,
  around: Surroundings,
): Surroundings {
  const wrapping = wrapped[WRAPPED];
  switch (wrapping.kind) {
    case "priority":
      return { ...around, priority: wrapping.priority };
    case "order":
      return { ...around, order: wrapping.order };
    case "when":
      return { ...around, conditions: { wrapped, outer: around.conditions } };
    case "parts":
      return around;
  }
}

function visitGroup(
  value: object,
  around: Surroundings,
  visiting: VisitingGroup,
): void {
  for (const [name, inner] of Object.entries(value)) {
    const node = visiting.node.children.get(name);
    const at = { ...around, at: below(around.at, name) };
    const path = below(visiting.path, name);
    if (node !== undefined) visit(inner, at, { ...visiting, node, path });
    else if (inner !== undefined) {
      visiting.report(unknownOption(name, at, { ...visiting, path }));
    }
  }
}

function visitMoved(
  value: unknown,
  around: Surroundings,
  visiting: VisitingMoved,
): void {
  const { moved } = visiting.node;
  const path = formatPath(visiting.path);
  const places = [placeOf(around)];
  if (moved[NODE] === "removed") {
    const reason = `is not an option any more: ${moved.reason}`;
    visiting.report({ level: "error", code: "removed", path, reason, places });
    return;
  }
  const to = formatSteps(moved.to);
  const reason = `is now called ${to}`;
  const fix = `write ${to}`;
  visiting.report({
    ...{ level: "warning", code: "renamed", path, reason, fix, places },
  });
  const node = nodeAt(visiting.tree.top, moved.to);
  if (node !== undefined) visit(value, around, { ...visiting, node });
}

function notAGroup(
  value: unknown,
  around: Surroundings,
  { node, path }: Visiting,
): Problem {
  const computed = typeof value === "function";
  return {
    ...{ level: "error", code: "wrong-type", path: formatPath(path) },
    reason: "is a group of options",
    expected: "a group of options",
    given: describeValue(value),
    fix: computed
      ? "put the function at an option, or the group into when()"
      : groupFix(value, node, path),
    places: [placeOf(around)],
  };
}

function spread(around: Surroundings, { path }: Visiting): Problem {
  return {
    ...{ level: "error", code: "wrong-type", path: formatPath(path) },
    reason: SPREAD,
    fix: INSTEAD_OF_SPREAD,
    places: [placeOf(around)],
  };
}

/** Most groups can be turned on by an option in them. */
function groupFix(
  value: unknown,
  node: TreeNode,
  path: Path | undefined,
): string {
  if (node.kind !== "group") return "write the options in it";
  const names = namesOf(node);
  return typeof value === "boolean" && names.includes("enable")
    ? `write ${formatSteps([...stepsOf(path), "enable"])}`
    : `write options in it: ${namesThere(names)}`;
}

function unknownOption(
  name: string,
  source: Source,
  { node, path, tree }: VisitingGroup,
): Problem {
  return {
    ...{ level: "error", code: "unknown-option", path: formatPath(path) },
    reason: "is not an option",
    fix: suggestion(node, name, { tree, path }),
    places: [placeOf(source)],
  };
}

/** The nearest name in the same group, else what is called so elsewhere in the tree, and which names there are. */
function suggestion(
  group: GroupNode,
  name: string,
  { tree, path }: { tree: CompiledTree; path: Path | undefined },
): string {
  const steps = name.split(".");
  if (steps.length > 1 && nodeAt(group, steps) !== undefined) {
    return `a dot does not lead into a group: write ${nested(steps)}`;
  }
  const names = namesOf(group);
  const [near] = nearest(name, names, 1);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  const there = namesThere(names);
  const elsewhere = namesElsewhere(tree, name);
  if (elsewhere === undefined) return there;
  const depth = stepsOf(path).length;
  const base = stepsOf(path).slice(0, depth - depthOf(tree, group) - 1);
  return `did you mean ${formatSteps([...base, ...elsewhere])}? Otherwise ${there}`;
}

/** Those that are still to be used. */
function namesOf({ children }: GroupNode): readonly string[] {
  return [...children.entries()]
    .filter(([, node]) => node.kind !== "moved")
    .map(([name]) => name);
}

/** `a: { b: … }` */
function nested(steps: readonly string[]): string {
  return `${steps.join(": { ")}: …${" }".repeat(steps.length - 1)}`;
}

function namesThere(names: readonly string[]): string {
  if (names.length === 1) return `the only name here is ${names[0]}`;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  const rest = names.length - MOST_NAMES;
  return `the names here are ${shown}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** The option or group of that name that is nearest to the top. */
function namesElsewhere(
  { options }: CompiledTree,
  name: string,
): readonly string[] | undefined {
  const found = options
    .filter(({ names }) => names.includes(name))
    .map(({ names }) => names.slice(0, names.indexOf(name) + 1));
  return found.sort((one, other) => one.length - other.length)[0];
}

/** How many names lead from the top of the tree to the group. */
function depthOf(tree: CompiledTree, wanted: GroupNode): number {
  const search = (group: GroupNode, depth: number): number | undefined => {
    if (group === wanted) return depth;
    for (const child of group.children.values()) {
      const found =
        child.kind === "group" ? search(child, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(tree.top, 0) ?? 0;
}
