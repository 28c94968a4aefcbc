/** What a person defines and nothing reads yet: a hint for each such option, so that nobody waits for an effect. */

import { isDeepStrictEqual } from "node:util";
import type {
  Explanation,
  LocatedProblem,
  Module,
  ModuleOrigin,
  Place,
} from "@ghaf/module-system";
import { effectOfOption } from "@ghaf/plan/unrealised";
import { builtinModules, platform } from "@ghaf/system";
import type { OpenedFile } from "./open.ts";

/** Elements of lists and options of guest modules are left out: those have no one value. */
export async function unrealisedHints({
  evaluation,
  locate,
}: Pick<OpenedFile, "evaluation" | "locate">): Promise<
  readonly LocatedProblem[]
> {
  const ofPlatform = originsOf([platform, ...Object.values(builtinModules)]);
  const hints = evaluation.options().map(async (option) => {
    const { name } = option;
    const { unrealised } = effectOfOption(name);
    if (unrealised === undefined || /[*<]/.test(name)) return [];
    // Most are as they were declared; to explain them would take longer than to look.
    const value = evaluation.lookUp(name);
    if (
      value.kind !== "value" ||
      isDeepStrictEqual(value.value, option.default)
    )
      return [];
    const found = evaluation.explain(name);
    if (found.kind === "not-found" || isSoAnyway(found)) return [];
    const places = definitionsThatCount(found).filter(
      ({ origin }) => !ofPlatform.has(origin),
    );
    if (places.length === 0) return [];
    const located = await locate(places);
    return [hintOf(name, unrealised, located)];
  });
  return withoutWholes((await Promise.all(hints)).flat());
}

/** The parts say it at their own lines. */
function withoutWholes(
  hints: readonly LocatedProblem[],
): readonly LocatedProblem[] {
  return hints.filter(
    ({ path }) => !hints.some((other) => other.path.startsWith(`${path}.`)),
  );
}

function hintOf(
  path: string,
  reason: string,
  places: LocatedProblem["places"],
): LocatedProblem {
  return {
    ...{ level: "hint", code: "check", path, places },
    reason: `changes nothing in this version: ${reason}`,
  };
}

/** Whether it would be the same without the definitions that win. */
function isSoAnyway({ definitions, value }: Explanation): boolean {
  return definitions.some(
    (one) =>
      one.outcome === "overridden" && isDeepStrictEqual(one.value, value),
  );
}

function definitionsThatCount({ definitions }: Explanation): readonly Place[] {
  return definitions
    .filter(({ outcome }) => outcome === "used" || outcome === "merged")
    .map(({ place }) => place);
}

/** Of the modules and of all that they import. */
function originsOf(modules: readonly Module[]): ReadonlySet<ModuleOrigin> {
  const known = new Set<ModuleOrigin>();
  const waiting = [...modules];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    known.add(one.origin);
    waiting.push(...one.imports);
  }
  return known;
}
