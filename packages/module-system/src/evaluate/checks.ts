/** Runs the checks of modules over the final configuration. */

import type { Check, Module } from "../define/module.ts";
import type {
  Finding,
  Level,
  Place,
  Problem,
  Reporter,
} from "../problem/problem.ts";
import { messageOf, winners } from "./discharge.ts";
import { type Engine, report } from "./engine.ts";
import { targetOf } from "./look-up.ts";
import { OptionFailure } from "./option-failure.ts";
import { placeOf } from "./raw-definition.ts";
import { dischargeOption } from "./read.ts";
import { declaredPlace, type Scope } from "./scope.ts";

export function runChecks(top: Scope, modules: readonly Module[]): void {
  const reporter = reporterOf(top);
  for (const { checks, origin } of modules) {
    for (const check of checks) {
      const thrown = runCheck(check, top.engine.config, reporter);
      if (thrown !== undefined) {
        const places: Place[] = [{ origin, kind: "module", path: [] }];
        const reason = `a check of ${origin.label} cannot be run: ${thrown}`;
        report(top.engine, {
          ...{ level: "error", code: "threw", path: "", reason, places },
        });
      }
    }
  }
}

/** What a check threw. One that reads an option with a problem is left out. */
function runCheck(
  check: Check<never>,
  config: unknown,
  reporter: Reporter,
): string | undefined {
  try {
    check(config as never, reporter);
    return undefined;
  } catch (error) {
    return error instanceof OptionFailure ? undefined : messageOf(error);
  }
}

/** Turns findings into problems at the definitions of the options they name. */
export function reporterOf(top: Scope): Reporter {
  const say = (level: Level) => (finding: Finding) =>
    report(top.engine, problemOf(top, level, finding));
  return { error: say("error"), warning: say("warning"), hint: say("hint") };
}

function problemOf(
  top: Scope,
  level: Level,
  { path, reason, fix, others = [] }: Finding,
): Problem {
  const target = targetOf(top, path);
  const declared =
    target.kind === "option"
      ? declaredPlace(target.scope, target.node)
      : undefined;
  return {
    ...{ level, code: "check", path, reason, fix },
    places: [path, ...others].flatMap((one) => placesOf(top, one)),
    ...(declared === undefined ? {} : { declared }),
  };
}

/** Where the value of an option was written; nowhere when it is the default. */
function placesOf(top: Scope, path: string): readonly Place[] {
  const target = targetOf(top, path);
  if (target.kind !== "option") return [];
  const { bare } = dischargeOption(target.scope, target.node);
  if (bare.length === 0) return [];
  return winners(bare)
    .filter(({ position }) => position >= 0)
    .map(placeOf)
    .map((place) => withRest(place, target.rest));
}

/** Of a single definition the part is known: the item of the list, the name of the set. */
function withRest(place: Place, rest: readonly (string | number)[]): Place {
  return place.computed ? place : { ...place, path: [...place.path, ...rest] };
}

/** The problems of an engine by path. */
export function sortedProblems({ problems }: Engine): readonly Problem[] {
  return [...problems].sort((one, other) =>
    one.path < other.path ? -1 : Number(one.path > other.path),
  );
}
