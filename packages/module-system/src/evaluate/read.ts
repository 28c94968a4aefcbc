/** Evaluates one option, once, when it is first read. */

import { ORDERS, PRIORITIES } from "../define/wrapped.ts";
import { merge } from "../merge/merge.ts";
import type { Merging } from "../merge/merging.ts";
import type { Place, Problem } from "../problem/problem.ts";
import type { OptionNode } from "./compiled-tree.ts";
import { type Discharged, discharge, messageOf, winners } from "./discharge.ts";
import { type Running, report } from "./engine.ts";
import { OptionFailure } from "./option-failure.ts";
import { type Bare, placeOf } from "./raw-definition.ts";
import { isOwnDefinition } from "./read-only.ts";
import {
  type Cell,
  declaredPlace,
  optionName,
  optionPath,
  type Scope,
} from "./scope.ts";

/** @throws {OptionFailure} when it has a problem, needs itself, or has no value */
export function readOption(scope: Scope, node: OptionNode): unknown {
  const cell = cellOf(scope, node);
  if (cell.state === "value") return cell.value;
  if (cell.state === "unset") reportMissing(scope, node);
  if (cell.state === "running") reportCycle(scope, node);
  throw new OptionFailure(optionName(scope, node));
}

/** The state of an option after its evaluation, or "running" when it needs itself. */
export function cellOf(scope: Scope, node: OptionNode): Cell {
  const known = scope.cells[node.index];
  if (known !== undefined) return known;
  const { running } = scope.engine;
  scope.cells[node.index] = { state: "running" };
  running.push({ scope, node, definition: undefined });
  try {
    const made = evaluateOption(scope, node);
    scope.cells[node.index] = made;
    return made;
  } catch (error) {
    if (!(error instanceof OptionFailure)) reportBroken(scope, node, error);
    const failed: Cell = { state: "failed" };
    scope.cells[node.index] = failed;
    return failed;
  } finally {
    running.pop();
  }
}

function evaluateOption(scope: Scope, node: OptionNode): Cell {
  if (isDefaultAsItIs(scope, node)) {
    const { default: value } = node.option;
    // The declaration's own list could be changed by who reads it.
    return { state: "value", value: Array.isArray(value) ? EMPTY : value };
  }
  const { bare, failed } = dischargeOption(scope, node);
  if (bare.length === 0) {
    return { state: failed.length > 0 ? "failed" : "unset" };
  }
  let sound = allowed(scope, node, bare) && failed.length === 0;
  const { option } = node;
  const merging: Merging = {
    engine: scope.engine,
    merge,
    type: option.type,
    secret: option.secret === true,
    path: optionPath(scope, node),
    declaredAt: {
      origin: node.origin ?? scope.declared?.origin,
      names: [...(scope.declared?.names ?? []), ...node.names],
    },
    fail: (problem) => {
      sound = false;
      report(scope.engine, problem);
    },
    failed: () => {
      sound = false;
    },
  };
  const won = winners(bare);
  if (failed.length > 0) {
    // Who would have won is not known, but each can be wrong by itself.
    for (const one of won) merge([one], merging);
    return { state: "failed" };
  }
  const value = merge(won, merging);
  return sound ? { state: "value", value } : { state: "failed", partly: value };
}

const EMPTY: readonly unknown[] = Object.freeze([]);

/** Most options: nobody defines them, and merging their default would only copy it. */
function isDefaultAsItIs(scope: Scope, { index, option }: OptionNode): boolean {
  if (scope.definitions[index] !== undefined) return false;
  const value = option.default;
  return (
    value === null ||
    typeof value === "boolean" ||
    typeof value === "number" ||
    typeof value === "string" ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** The definitions of an option and its default, without wrappings. */
export function dischargeOption(scope: Scope, node: OptionNode): Discharged {
  const { engine } = scope;
  const definitions = scope.definitions[node.index];
  const result: Discharged =
    definitions === undefined
      ? { bare: [], off: [], failed: [] }
      : discharge(definitions, { engine, path: () => optionName(scope, node) });
  if ("default" in node.option) result.bare.push(defaultOf(scope, node));
  return result;
}

/** The position of a default, which comes before those of all modules. */
const DECLARED = -1;

/** The declared default is a definition as well, of the weakest priority. */
function defaultOf(scope: Scope, node: OptionNode): Bare {
  return {
    ...{ value: node.option.default, at: undefined, computed: false },
    origin: node.origin ?? scope.declared?.origin ?? NOWHERE,
    position: DECLARED,
    priority: PRIORITIES.declared,
    order: ORDERS.plain,
  };
}

const NOWHERE = { label: "the declaration", form: "full" } as const;

/** Refuses definitions of a read-only option by others than its declarer. */
function allowed(
  scope: Scope,
  node: OptionNode,
  bare: readonly Bare[],
): boolean {
  if (node.option.readOnly !== true) return true;
  const strange = bare.filter(
    (definition) =>
      definition.position !== DECLARED &&
      !isOwnDefinition(scope, node, definition),
  );
  if (strange.length === 0) return true;
  report(scope.engine, {
    ...{ level: "error", code: "read-only", path: optionName(scope, node) },
    reason: "is read-only: the platform computes it",
    fix: "remove the definition",
    places: strange.map(placeOf),
    ...declared(scope, node),
  });
  return false;
}

function reportMissing(scope: Scope, node: OptionNode): void {
  const needing = scope.engine.running.at(-1);
  const by =
    needing === undefined
      ? ""
      : `, and ${optionName(needing.scope, needing.node)} needs it`;
  const path = optionName(scope, node);
  report(scope.engine, {
    ...{ level: "error", code: "missing-value", path },
    reason: `has no value${by}`,
    expected: node.option.type.words,
    fix: `define ${path}`,
    places: scope.made.length > 0 ? scope.made : neededBy(needing),
    ...declared(scope, node),
  });
}

/** A value that cannot even be looked at: a getter that throws, a set that holds itself. */
function reportBroken(scope: Scope, node: OptionNode, error: unknown): void {
  const why =
    error instanceof RangeError
      ? "a value holds itself, or is nested too deep"
      : messageOf(error);
  report(scope.engine, {
    ...{ level: "error", code: "threw", path: optionName(scope, node) },
    reason: `cannot be read: ${why}`,
    places: (scope.definitions[node.index] ?? []).map(placeOf),
    ...declared(scope, node),
  });
}

function neededBy(needing: Running | undefined): readonly Place[] {
  const definition = needing?.definition;
  return definition === undefined
    ? []
    : [placeOf({ ...definition, computed: true })];
}

function reportCycle(scope: Scope, node: OptionNode): void {
  const { running } = scope.engine;
  const start = running.findIndex(
    (other) => other.scope === scope && other.node === node,
  );
  const cycle = running.slice(start);
  const names = cycle.map((other) => optionName(other.scope, other.node));
  const definitions = cycle.flatMap(({ definition }) => definition ?? []);
  const problem: Problem = {
    ...{ level: "error", code: "cycle", path: optionName(scope, node) },
    reason: `needs itself: ${[...names, names[0]].join(" -> ")}`,
    fix: "let one of them be a value of its own; a condition reads other options than those it decides",
    places: definitions.map((raw) => placeOf({ ...raw, computed: true })),
  };
  report(scope.engine, problem);
}

function declared(scope: Scope, node: OptionNode) {
  const place = declaredPlace(scope, node);
  return place === undefined ? {} : { declared: place };
}
