/** Runs the checks of modules over the final configuration. */

import type { Check, Module, ModuleOrigin } from "../define/module.ts";
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
  for (const { checks, origin } of modules) {
    const reporter = reporterOf(top, origin);
    for (const check of checks) {
      const thrown = runCheck(check, top.engine.config, reporter);
      if (thrown !== undefined) {
        const places: Place[] = [{ origin, kind: "module", path: [] }];
        const reason = `a check cannot be run: ${thrown}`;
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

/** Turns findings into problems at the definitions of the options they name. @param checking where the check is, which is the place of what is no option */
export function reporterOf(top: Scope, checking?: ModuleOrigin): Reporter {
  const say = (level: Level) => (finding: Finding) => {
    assertFinding(level, finding);
    report(top.engine, {
      ...problemOf(top, level, finding),
      places: placesOfFinding(top, finding, checking),
    });
  };
  return { error: say("error"), warning: say("warning"), hint: say("hint") };
}

/** Checks may be written without a compiler. @throws TypeError with what is wanted */
function assertFinding(level: Level, finding: Finding): void {
  const { path, reason, fix }: Partial<Finding> = Object(finding);
  if ([path, reason, fix].every((text) => typeof text === "string")) return;
  throw new TypeError(
    `report.${level} wants { path, reason, fix }, three texts`,
  );
}

function problemOf(
  top: Scope,
  level: Level,
  { path, reason, fix }: Finding,
): Omit<Problem, "places"> {
  const target = targetOf(top, path);
  const declared =
    target.kind === "option"
      ? declaredPlace(target.scope, target.node)
      : undefined;
  return {
    ...{ level, code: "check", path, reason, fix },
    ...(declared === undefined ? {} : { declared }),
  };
}

function placesOfFinding(
  top: Scope,
  { path, others = [] }: Finding,
  checking: ModuleOrigin | undefined,
): readonly Place[] {
  const isKnown = targetOf(top, path).kind !== "not-found";
  const places = [path, ...others].flatMap((one) => placesOf(top, one));
  return isKnown || checking === undefined
    ? places
    : [...places, { origin: checking, kind: "module", path: [] }];
}

/** Where the value of an option was written; of a default where it was left out, which in a submodule is a place. */
function placesOf(top: Scope, path: string): readonly Place[] {
  const target = targetOf(top, path);
  if (target.kind !== "option") return [];
  const { bare } = dischargeOption(target.scope, target.node);
  const won = bare.length === 0 ? [] : winners(bare);
  const written = won.filter(({ position }) => position >= 0);
  if (written.length === 0) return target.scope.made;
  // Who adds nothing to a list has nothing to do with it.
  const adding = written.filter(({ value }) => !isEmptyList(value));
  return (adding.length > 0 ? adding : written)
    .map(placeOf)
    .map((place) => withRest(place, target.rest));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
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
