/** The state of one evaluation: what has been found wrong, and which options are being evaluated right now. */

import type { ModuleOrigin } from "../define/module.ts";
import type { Wrapped } from "../define/wrapped.ts";
import type { Problem } from "../problem/problem.ts";
import type { GroupNode, OptionNode } from "./compiled-tree.ts";
import type { RawDefinition } from "./raw-definition.ts";
import type { Scope } from "./scope.ts";

/** An option of a scope while it is evaluated. */
export interface Running {
  readonly scope: Scope;
  readonly node: OptionNode;
  /** Which of its definitions is looked at; if that leads back to the option, it is the one to blame. */
  definition: RawDefinition | undefined;
}

export interface Engine {
  readonly problems: Problem[];
  /** The same by what they say, so that none is kept twice. */
  readonly said: Map<string, Problem[]>;
  /** Options that wait for each other, the outermost first. */
  readonly running: Running[];
  /** Answers of conditions, which many definitions share. */
  readonly answers: Map<Wrapped<unknown>, boolean>;
  /** Conditions that threw, which is reported. */
  readonly thrown: Set<Wrapped<unknown>>;
  /** The scopes behind the objects that readers get. */
  readonly scopes: WeakMap<object, Scope>;
  /** By a module that declares options: itself and what it imports. */
  readonly families: Map<ModuleOrigin, ReadonlySet<ModuleOrigin>>;
  /** What a reader gets of a group. */
  readonly viewOf: (scope: Scope, group: GroupNode) => object;
  /** What conditions and computed values get. */
  config: unknown;
}

export function createEngine(viewOf: Engine["viewOf"]): Engine {
  return {
    viewOf,
    problems: [],
    said: new Map(),
    running: [],
    answers: new Map(),
    thrown: new Set(),
    scopes: new WeakMap(),
    families: new Map(),
    config: undefined,
  };
}

/** Keeps a problem unless it is known already. */
export function report(engine: Engine, problem: Problem): void {
  const { code, path, reason } = problem;
  const saying = JSON.stringify([code, path, reason]);
  const alike = engine.said.get(saying) ?? [];
  if (alike.some((other) => samePlaces(other, problem))) return;
  engine.said.set(saying, [...alike, problem]);
  engine.problems.push(problem);
}

function samePlaces(one: Problem, other: Problem): boolean {
  return (
    one.places.length === other.places.length &&
    one.places.every((place, index) => {
      const against = other.places[index];
      return (
        place.origin === against?.origin &&
        place.path.join("\n") === against.path.join("\n")
      );
    })
  );
}
