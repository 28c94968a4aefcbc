/** Evaluates modules: the front door of the engine. */

import type { ValueOf } from "../declare/form.ts";
import type { OptionTree } from "../declare/tree.ts";
import { KEPT, type KeptModule } from "../declare/types.ts";
import { isModule, type Module } from "../define/module.ts";
import type { Kept } from "../merge/merge-modules.ts";
import type { Place, Problem } from "../problem/problem.ts";
import { reporterOf, runChecks, sortedProblems } from "./checks.ts";
import { type Collected, collect } from "./collect.ts";
import {
  type Clash,
  type CompiledTree,
  compileTree,
  compileTrees,
} from "./compiled-tree.ts";
import { messageOf } from "./discharge.ts";
import { createEngine, type Engine, report } from "./engine.ts";
import type { Evaluation } from "./evaluation.ts";
import { explain } from "./explain.ts";
import { lookUp, secretsOf } from "./look-up.ts";
import { listModules } from "./module-list.ts";
import { optionEntries } from "./option-entries.ts";
import { below, formatSteps, type Path, parsePath } from "./path.ts";
import { placeOf, type Source } from "./raw-definition.ts";
import { readScope } from "./read-all.ts";
import type { DeclaredAt, Scope } from "./scope.ts";
import { viewOf } from "./view.ts";

/**
 * Evaluates modules and what they import.
 *
 * Nothing is read yet: see `Evaluation.config` and `readAll`. Problems never throw here.
 * @typeParam Config the type of the whole configuration
 */
export function evaluate<Config>(
  modules: readonly Module[],
): Evaluation<Config> {
  const engine = createEngine(viewOf);
  const listed = listModules(modules);
  for (const problem of listed.problems) report(engine, problem);
  for (const [origin, family] of listed.families) {
    engine.families.set(origin, family);
  }
  const declarations = listed.modules.map(({ options, origin }) => ({
    ...{ tree: options, origin },
  }));
  const tree = compileTrees(declarations, (clash) =>
    report(engine, declaredTwice(clash)),
  );
  const definitions = listed.modules.map((module, position) => ({
    config: module.config,
    source: sourceOf(module, position),
  }));
  const scope = openScope(engine, tree, {
    definitions,
    path: undefined,
    declared: undefined,
  });
  return evaluationOf<Config>(scope, listed.modules);
}

export interface KeptModules<Tree extends OptionTree> {
  /** The options of the kept modules. */
  readonly options: Tree;
  /** Modules that come before them: what is defined for everybody. */
  readonly base: readonly Module[];
  readonly kept: readonly KeptModule[];
  /** Where they stand in the whole configuration, for messages. */
  readonly path: string;
}

/** Evaluates modules that an option of type `modules` has kept, by themselves. */
export function evaluateKept<const Tree extends OptionTree>({
  options,
  base,
  kept,
  path,
}: KeptModules<Tree>): Evaluation<ValueOf<Tree>> {
  const engine = createEngine(viewOf);
  const inner = kept.map((one) => one[KEPT] as Kept);
  const modules = inner.map(({ content }) => content).filter(isModule);
  const listed = listModules([...base, ...modules]);
  for (const problem of listed.problems) report(engine, problem);
  const own = listed.modules.map((module, position) => ({
    config: module.config,
    source: sourceOf(module, position),
  }));
  const written = inner
    .filter(({ content }) => !isModule(content))
    .map((one, index) => ({
      config: one.content,
      source: { ...one, position: own.length + index },
    }));
  const scope = openScope(engine, compileTree(options), {
    definitions: [...own, ...written],
    path: pathOf(path),
    declared: inner[0]?.declaredAt,
  });
  return evaluationOf<ValueOf<Tree>>(scope, listed.modules);
}

interface Opening {
  readonly definitions: readonly {
    readonly config: unknown;
    readonly source: Source;
  }[];
  readonly path: Path | undefined;
  readonly declared: DeclaredAt | undefined;
}

function openScope(
  engine: Engine,
  tree: CompiledTree,
  { definitions, path, declared }: Opening,
): Scope {
  const collected: Collected = [];
  for (const { config, source } of definitions) {
    try {
      collect(config, source, {
        ...{ tree, path, collected },
        report: (problem) => report(engine, problem),
      });
    } catch (error) {
      report(engine, unreadable(source, messageOf(error)));
    }
  }
  const scope: Scope = {
    ...{ engine, tree, path, definitions: collected },
    ...{ cells: [], views: new Map(), declared, made: [] },
  };
  engine.config = viewOf(scope, tree.top);
  return scope;
}

/** A getter or proxy of a person's own may throw. */
function unreadable({ origin, at, computed }: Source, why: string): Problem {
  return {
    ...{ level: "error", code: "threw", path: "" },
    reason: `its definitions cannot be read: ${why}`,
    places: [placeOf({ origin, at, computed, position: 0 })],
  };
}

function sourceOf({ origin }: Module, position: number): Source {
  return { origin, at: undefined, position, computed: false };
}

function pathOf(text: string): Path | undefined {
  let path: Path | undefined;
  for (const step of parsePath(text) ?? [text]) path = below(path, step);
  return path;
}

function evaluationOf<Config>(
  scope: Scope,
  modules: readonly Module[],
): Evaluation<Config> {
  const { engine } = scope;
  return {
    config: engine.config as Config,
    report: reporterOf(scope),
    readAll: () => {
      readScope(scope, true);
      runChecks(scope, modules);
    },
    problems: () => sortedProblems(engine),
    secrets: () => secretsOf(scope),
    lookUp: (path) => lookUp(scope, path),
    explain: (path) => explain(scope, path),
    options: () => optionEntries(scope.tree),
  };
}

function declaredTwice({ names, origin, first }: Clash): Problem {
  const places: Place[] = [origin, first].flatMap((one) =>
    one === undefined
      ? []
      : [{ origin: one, kind: "declaration", path: names }],
  );
  return {
    ...{ level: "error", code: "declared-twice", path: formatSteps(names) },
    reason: "is declared by two modules",
    fix: "give one of them another name",
    places,
  };
}
