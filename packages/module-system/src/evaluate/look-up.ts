/** Finds what a person's path names: a group, an option, or a part of an option's value. */

import { nearest } from "../problem/nearest.ts";
import type { GroupNode, OptionNode } from "./compiled-tree.ts";
import type { Found, NotFound } from "./evaluation.ts";
import { OptionFailure } from "./option-failure.ts";
import { formatSteps, parsePath, stepsOf } from "./path.ts";
import { plainGroup, plainOption } from "./plain.ts";
import { isPlainObject } from "./plain-object.ts";
import { cellOf } from "./read.ts";
import { optionName, type Scope } from "./scope.ts";

/** Where a path leads. */
export type Target =
  | { readonly kind: "group"; readonly scope: Scope; readonly group: GroupNode }
  | {
      readonly kind: "option";
      readonly scope: Scope;
      readonly node: OptionNode;
      /** Steps into its value; of a submodule's option none are left. */
      readonly rest: readonly (string | number)[];
    }
  | NotFound;

/** Walks as deep as options go, through the values of submodules. */
export function targetOf(top: Scope, untrustedPath: string): Target {
  const steps = parsePath(untrustedPath);
  if (steps === undefined) return { kind: "not-found", nearest: [] };
  return walk({ kind: "group", scope: top, group: top.tree.top }, steps);
}

function walk(start: Target, steps: readonly (string | number)[]): Target {
  let at = start;
  for (const [index, step] of steps.entries()) {
    if (at.kind === "group") at = childOf(at, String(step));
    if (at.kind === "not-found") return at;
    if (at.kind === "option") {
      return intoValue({ ...at, rest: steps.slice(index + 1) });
    }
  }
  return at;
}

function childOf(
  { scope, group }: { readonly scope: Scope; readonly group: GroupNode },
  name: string,
): Target {
  const child = group.children.get(name);
  if (child?.kind === "group") return { kind: "group", scope, group: child };
  if (child?.kind === "option") {
    return { kind: "option", scope, node: child, rest: [] };
  }
  return { kind: "not-found", nearest: similar(scope, group, name) };
}

/** Names of the same group, then options anywhere whose last name is like it. */
function similar(
  scope: Scope,
  group: GroupNode,
  name: string,
): readonly string[] {
  const base = stepsOf(scope.path);
  const prefix = prefixOf(scope.tree.top, group, []) ?? [];
  const here = nearest(name, [...group.children.keys()]).map((near) =>
    formatSteps([...base, ...prefix, near]),
  );
  const elsewhere = scope.tree.options
    .filter(({ names }) => names.at(-1) === name)
    .map(({ names }) => formatSteps([...base, ...names]));
  return [...new Set([...here, ...elsewhere])].slice(0, 3);
}

function prefixOf(
  from: GroupNode,
  wanted: GroupNode,
  names: readonly string[],
): readonly string[] | undefined {
  if (from === wanted) return names;
  for (const [name, child] of from.children) {
    const found =
      child.kind === "group"
        ? prefixOf(child, wanted, [...names, name])
        : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Goes on in the options of a submodule when the steps lead to one. */
function intoValue(at: Target & { readonly kind: "option" }): Target {
  const cell = cellOf(at.scope, at.node);
  if (cell.state !== "value" || at.rest.length === 0) return at;
  let value: unknown = cell.value;
  for (let index = 0; index <= at.rest.length; index += 1) {
    const inner = scopeOf(at.scope, value);
    if (inner !== undefined) {
      if (index === at.rest.length) return at;
      const start: Target = {
        ...{ kind: "group", scope: inner, group: inner.tree.top },
      };
      return walk(start, at.rest.slice(index));
    }
    const written = at.rest[index];
    if (written === undefined) return at;
    const step = stepInto(value, written);
    if (!hasPart(value, step)) return missingPart(at, value, step);
    value = value[String(step)];
  }
  return at;
}

/** Items of a list may be called by their names. */
function stepInto(value: unknown, step: string | number): string | number {
  if (!Array.isArray(value) || /^\d+$/.test(String(step))) return step;
  const index = value.findIndex((item) => nameOf(item) === step);
  return index < 0 ? step : index;
}

function nameOf(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return undefined;
  try {
    return Reflect.get(item, "name");
  } catch {
    // An item without such an option, or whose name has a problem, is not found by it.
    return undefined;
  }
}

function scopeOf({ engine }: Scope, value: unknown): Scope | undefined {
  return typeof value === "object" && value !== null
    ? engine.scopes.get(value)
    : undefined;
}

function hasPart(
  value: unknown,
  step: string | number,
): value is { readonly [name: string]: unknown } {
  const holds = Array.isArray(value) || isPlainObject(value);
  return holds && Object.hasOwn(value, String(step));
}

function missingPart(
  at: Target & { readonly kind: "option" },
  value: unknown,
  step: string | number,
): NotFound {
  const base = [...stepsOf(at.scope.path), ...at.node.names];
  const depth = at.rest.indexOf(step);
  const before = [...base, ...at.rest.slice(0, Math.max(0, depth))];
  const names =
    isPlainObject(value) || Array.isArray(value) ? Object.keys(value) : [];
  const near = nearest(String(step), names).map((name) =>
    formatSteps([...before, Array.isArray(value) ? Number(name) : name]),
  );
  return { kind: "not-found", nearest: near };
}

/** The value that a path names. */
export function lookUp(top: Scope, untrustedPath: string): Found {
  const target = targetOf(top, untrustedPath);
  if (target.kind === "not-found") return target;
  try {
    if (target.kind === "group") {
      return { kind: "value", value: plainGroup(target.scope, target.group) };
    }
    return valueAt(target);
  } catch (error) {
    if (error instanceof OptionFailure) return { kind: "failed" };
    throw error;
  }
}

/** Secret options outside of submodules that have a value. */
export function secretsOf(top: Scope): ReadonlyMap<string, unknown> {
  const secrets = new Map<string, unknown>();
  for (const node of top.tree.options) {
    if (node.option.secret !== true) continue;
    const cell = cellOf(top, node);
    if (cell.state === "value") secrets.set(optionName(top, node), cell.value);
  }
  return secrets;
}

function valueAt({
  scope,
  node,
  rest,
}: Target & { readonly kind: "option" }): Found {
  const cell = cellOf(scope, node);
  if (cell.state === "unset") return { kind: "unset" };
  if (cell.state !== "value") return { kind: "failed" };
  let value: unknown = plainOption(scope, node, cell.value);
  for (const written of rest) {
    const step = stepInto(value, written);
    value = hasPart(value, step) ? value[String(step)] : undefined;
  }
  return { kind: "value", value };
}
