/** Takes the wrappings off definitions: asks conditions, calls functions, notes priorities and orders. */

import {
  type Condition,
  INSTEAD_OF_SPREAD,
  isSpread,
  isWrapped,
  SPREAD,
  WRAPPED,
  type Wrapped,
} from "../define/wrapped.ts";
import { describeValue } from "../problem/describe-value.ts";
import type { Problem } from "../problem/problem.ts";
import { type Engine, report } from "./engine.ts";
import { OptionFailure } from "./option-failure.ts";
import { below } from "./path.ts";
import {
  type Bare,
  type Conditions,
  placeOf,
  type RawDefinition,
} from "./raw-definition.ts";

/** What became of the definitions of one place. */
export interface Discharged {
  readonly bare: Bare[];
  /** Those whose condition is false, for `explain`. */
  readonly off: RawDefinition[];
  /** Those whose condition or function failed; the problem is reported. */
  readonly failed: RawDefinition[];
}

export interface Discharging {
  readonly engine: Engine;
  /** Dotted, for problems. */
  readonly path: () => string;
}

export function discharge(
  definitions: readonly RawDefinition[],
  by: Discharging,
): Discharged {
  const result: Discharged = { bare: [], off: [], failed: [] };
  const running = by.engine.running.at(-1);
  for (const definition of definitions) {
    if (running !== undefined) running.definition = definition;
    try {
      if (hold(definition.conditions, by.engine)) {
        unwrap(definition, by, result);
      } else result.off.push(definition);
    } catch (error) {
      result.failed.push(definition);
      reportThrown(error, definition, by);
    }
  }
  return result;
}

function hold(conditions: Conditions | undefined, engine: Engine): boolean {
  // Outer conditions first: an inner one may rely on them.
  const all: Wrapped<unknown>[] = [];
  for (let at = conditions; at !== undefined; at = at.outer) {
    all.push(at.wrapped);
  }
  return all.reverse().every((wrapped) => holds(wrapped, engine));
}

function holds(wrapped: Wrapped<unknown>, engine: Engine): boolean {
  const known = engine.answers.get(wrapped);
  if (known !== undefined) return known;
  const wrapping = wrapped[WRAPPED];
  if (wrapping.kind !== "when") return true;
  const { condition } = wrapping;
  // It stands for many options, and what it throws is said once.
  if (engine.thrown.has(wrapped)) throw new OptionFailure("a condition");
  try {
    const answer = answerOf(condition, engine);
    engine.answers.set(wrapped, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof OptionFailure)) engine.thrown.add(wrapped);
    throw error;
  }
}

function answerOf(condition: Condition<never>, engine: Engine): boolean {
  const answer: unknown =
    typeof condition === "function"
      ? condition(engine.config as never)
      : condition;
  if (typeof answer === "boolean") return answer;
  throw new TypeError(
    `the condition of when() is ${describeValue(answer)}, not true or false`,
  );
}

function unwrap(
  definition: RawDefinition,
  by: Discharging,
  result: Discharged,
): void {
  const { content } = definition;
  if (content === undefined) return;
  if (typeof content === "function") {
    const computed: unknown = content(by.engine.config);
    unwrap({ ...definition, content: computed, computed: true }, by, result);
  } else if (isWrapped(content)) {
    if (isSpread(content))
      throw new TypeError(`${SPREAD}; ${INSTEAD_OF_SPREAD}`);
    if (!holds(content, by.engine)) result.off.push(definition);
    else
      for (const one of insideOf(content, definition)) {
        unwrap(one, by, result);
      }
  } else {
    const { origin, at, position, computed, priority, order } = definition;
    if (!Number.isFinite(priority) || !Number.isFinite(order)) {
      throw new TypeError("its priority or order is not a number");
    }
    result.bare.push({
      ...{ origin, at, position, computed, priority, order },
      value: content,
    });
  }
}

/** What is wrapped, with what the wrapping says: one definition, or several of `parts`. */
function insideOf(
  wrapped: Wrapped<unknown>,
  definition: RawDefinition,
): readonly RawDefinition[] {
  const { content, kind } = wrapped[WRAPPED];
  const parts = kind === "parts" ? content : [content];
  const said = saidBy(wrapped);
  return Array.isArray(parts)
    ? parts.map((part: unknown) => ({ ...definition, ...said, content: part }))
    : [];
}

/** The innermost wrapping of a kind counts. */
function saidBy(wrapped: Wrapped<unknown>): {
  priority?: number;
  order?: number;
} {
  const wrapping = wrapped[WRAPPED];
  if (wrapping.kind === "priority") return { priority: wrapping.priority };
  return wrapping.kind === "order" ? { order: wrapping.order } : {};
}

/** An item of a list or attribute set as a definition of its own. */
export function itemOf(
  bare: Bare,
  step: string | number,
  content: unknown,
): RawDefinition {
  const { origin, at, position, computed, priority, order } = bare;
  return {
    ...{ origin, position, computed, priority, order, content },
    at: below(at, step),
    conditions: undefined,
  };
}

/** A failure of something that is read has been reported where it happened. */
export function reportThrown(
  error: unknown,
  source: RawDefinition,
  { engine, path }: Discharging,
): void {
  if (error instanceof OptionFailure) return;
  const problem: Problem = {
    ...{ level: "error", code: "threw", path: path() },
    reason: `cannot be computed: ${messageOf(error)}`,
    places: [placeOf({ ...source, computed: true })],
  };
  report(engine, problem);
}

/** What V8 says of a change to what is frozen. */
const FROZEN = /not extensible$|read only property|^Cannot delete property/;

export function messageOf(error: unknown): string {
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return "a function calls itself without end";
  }
  if (error instanceof TypeError && FROZEN.test(error.message)) {
    return "a value of the configuration cannot be changed: make a new one, such as [...list, item]";
  }
  return error instanceof Error ? error.message : describeValue(error);
}

/** Only those of the lowest priority number count. */
export function winners(bare: readonly Bare[]): readonly Bare[] {
  const lowest = bare.reduce(
    (least, { priority }) => Math.min(least, priority),
    Number.POSITIVE_INFINITY,
  );
  const won = bare.filter(({ priority }) => priority === lowest);
  return won.length < 2 ? won : sorted(won);
}

/** By order, then in the order of imports, then as written. */
function sorted(bare: readonly Bare[]): readonly Bare[] {
  return [...bare].sort(
    (one, other) => one.order - other.order || one.position - other.position,
  );
}
