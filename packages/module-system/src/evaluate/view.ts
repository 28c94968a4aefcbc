/** The objects through which a configuration is read: groups whose options are evaluated when they are asked for. */

import { nearest } from "../problem/nearest.ts";
import type { GroupNode, TreeNode } from "./compiled-tree.ts";
import { formatSteps, stepsOf } from "./path.ts";
import { readOption } from "./read.ts";
import type { Scope } from "./scope.ts";

/** The group as a reader sees it: enumerable names, no writing; a name that is no option is an error. */
export function viewOf(scope: Scope, group: GroupNode): object {
  const known = scope.views.get(group);
  if (known !== undefined) return known;
  const view = new Proxy({}, handlerOf(scope, group));
  scope.views.set(group, view);
  if (group === scope.tree.top) scope.engine.scopes.set(view, scope);
  return view;
}

function handlerOf(scope: Scope, group: GroupNode): ProxyHandler<object> {
  const read = (name: string | symbol) => readName(scope, group, name);
  return {
    get: (_, name) => read(name),
    has: (_, name) => typeof name === "string" && group.children.has(name),
    ownKeys: () => namesOf(scope, group),
    getOwnPropertyDescriptor: (_, name) =>
      typeof name === "string" && isReadable(scope, group.children.get(name))
        ? { get: () => read(name), enumerable: true, configurable: true }
        : undefined,
    set: (_, name) => refuse(name),
    defineProperty: (_, name) => refuse(name),
    deleteProperty: (_, name) => refuse(name),
    preventExtensions: () => refuse("a group"),
    setPrototypeOf: () => refuse("a group"),
  };
}

/** Names that the language or a printer asks of every object. */
const ASKED_OF_ANY = new Set([
  "then",
  "toJSON",
  "constructor",
  "valueOf",
  "toString",
]);

function readName(
  scope: Scope,
  group: GroupNode,
  name: string | symbol,
): unknown {
  if (typeof name === "symbol") return undefined;
  const child = group.children.get(name);
  switch (child?.kind) {
    case "group":
      return viewOf(scope, child);
    case "option":
      return readOption(scope, child);
    default:
      if (ASKED_OF_ANY.has(name)) return undefined;
      throw new Error(unknownName(scope, group, name));
  }
}

function unknownName(scope: Scope, group: GroupNode, name: string): string {
  const path = formatSteps([...stepsOf(scope.path), ...namesTo(group), name]);
  const [near = oneDeeper(group, name)] = nearest(
    name,
    [...group.children.keys()],
    1,
  );
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return `there is no option ${path} to read${hint}`;
}

/** The name below a group of this group: what stands behind `config.` needs its `ghaf.`. */
function oneDeeper(group: GroupNode, name: string): string | undefined {
  for (const [outer, child] of group.children) {
    if (child.kind === "group" && child.children.has(name)) {
      return `${outer}.${name}`;
    }
  }
  return undefined;
}

/** From the top of the tree; every group has an option in it that knows. */
function namesTo({ children }: GroupNode): readonly string[] {
  for (const child of children.values()) {
    if (child.kind === "option") return child.names.slice(0, -1);
    if (child.kind === "group") return namesTo(child).slice(0, -1);
  }
  return [];
}

function refuse(name: string | symbol): never {
  throw new Error(`${String(name)} cannot be changed while it is evaluated`);
}

/** Options that surely have no value are left out, so that a group can be copied. */
function namesOf(scope: Scope, group: GroupNode): string[] {
  return [...group.children.entries()]
    .filter(([, child]) => isReadable(scope, child))
    .map(([name]) => name);
}

function isReadable(scope: Scope, node: TreeNode | undefined): boolean {
  if (node?.kind === "group") return true;
  if (node?.kind !== "option") return false;
  return (
    "default" in node.option || scope.definitions[node.index] !== undefined
  );
}
