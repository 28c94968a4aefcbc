/** Says how the value of an option came about. */

import type { Place } from "../problem/problem.ts";
import type { OptionNode } from "./compiled-tree.ts";
import { winners } from "./discharge.ts";
import type {
  ExplainedDefinition,
  Explanation,
  NotFound,
} from "./evaluation.ts";
import { targetOf } from "./look-up.ts";
import { entryOf } from "./option-entries.ts";
import { OptionFailure } from "./option-failure.ts";
import { plainOption } from "./plain.ts";
import { placeOf, type Source } from "./raw-definition.ts";
import { cellOf, dischargeOption } from "./read.ts";
import { optionName, type Scope } from "./scope.ts";

/** @param path of an option, or of something inside an option's value */
export function explain(top: Scope, path: string): Explanation | NotFound {
  const target = targetOf(top, path);
  if (target.kind === "not-found") return target;
  if (target.kind === "group") {
    const names = [...target.group.children.keys()];
    const nearest = names.map((name) => `${path}.${name}`);
    return { kind: "not-found", nearest };
  }
  const { scope, node } = target;
  const cell = cellOf(scope, node);
  return {
    kind: "explanation",
    path: optionName(scope, node),
    option: entryOf(scope, node),
    ...(cell.state === "value" ? plainOf(scope, node, cell.value) : {}),
    state: cell.state === "running" ? "failed" : cell.state,
    definitions: definitionsOf(scope, node),
  };
}

function plainOf(
  scope: Scope,
  node: OptionNode,
  value: unknown,
): { value?: unknown } {
  try {
    return { value: plainOption(scope, node, value) };
  } catch (error) {
    if (error instanceof OptionFailure) return {};
    throw error;
  }
}

function definitionsOf(
  scope: Scope,
  node: OptionNode,
): readonly ExplainedDefinition[] {
  const { bare, off, failed } = dischargeOption(scope, node);
  const won = bare.length === 0 ? [] : winners(bare);
  const used = won.length > 1 ? "merged" : "used";
  const rest = bare
    .filter((one) => !won.includes(one))
    .sort((one, other) => one.priority - other.priority);
  const counted = [...won, ...rest].map(
    (one): ExplainedDefinition => ({
      ...facts(scope, node, one),
      ...plainOf(scope, node, one.value),
      outcome: won.includes(one) ? used : "overridden",
    }),
  );
  return [
    ...counted,
    ...off.map(
      (one): ExplainedDefinition => ({
        ...facts(scope, node, one),
        outcome: "condition-false",
      }),
    ),
    ...failed.map(
      (one): ExplainedDefinition => ({
        ...facts(scope, node, one),
        outcome: "failed",
      }),
    ),
  ];
}

function facts(
  scope: Scope,
  node: OptionNode,
  source: Source & { readonly priority: number; readonly order: number },
): { place: Place; priority: number; order: number } {
  const { priority, order } = source;
  // The default stands in the declaration.
  const place =
    source.position < 0 ? entryOf(scope, node).declared : placeOf(source);
  return { place, priority, order };
}
