/** All probes carried out: what each of them changed. */

import { isDeepStrictEqual } from "node:util";
import { evaluate, type Module } from "@ghaf/module-system";
import { type PlatformConfig, platform } from "@ghaf/system";
import { exampleModule } from "../configuration/example-module.ts";
import { type Example, examples } from "../plan/golden-trees.ts";
import { changedPlaces, type Outcome, outcomeOf } from "./outcome.ts";
import { type Effect, type Probe, type Sides, sidesOf } from "./probe.ts";
import { allProbes } from "./probes.ts";

export interface Observed {
  readonly probe: Probe;
  /** Whether the value differs; undefined for elements and guests, where it stands beside what was given. */
  readonly isChange: boolean | undefined;
  readonly before: Outcome;
  readonly after: Outcome;
  /** What differs of that which it is meant to show, as `ghaf explain` says it. */
  readonly places: readonly string[];
}

/** Said of an option that a check alone reads. */
const BY_CHECK = "ghaf check";

export async function observeAll(): Promise<readonly Observed[]> {
  const bases = new Map<Example, Module>();
  for (const name of examples) bases.set(name, await exampleModule(name));
  const known: KnownOutcomes = new WeakMap();
  return allProbes.map((probe) => observe(probe, bases, known));
}

/** Of descriptions without a change: many probes begin with the same one. */
type KnownOutcomes = WeakMap<Probe["given"], Map<string, Outcome>>;

function observe(
  probe: Probe,
  bases: ReadonlyMap<Example, Module>,
  known: KnownOutcomes,
): Observed {
  const example = bases.get(probe.base);
  if (example === undefined) throw new Error(`no example ${probe.base}`);
  const sides = sidesOf(probe, example);
  const begun = known.get(probe.given) ?? new Map<string, Outcome>();
  known.set(probe.given, begun);
  const key = beginningOf(probe);
  const before = begun.get(key) ?? outcomeOf(sides.before);
  begun.set(key, before);
  const after = outcomeOf(sides.after);
  const places = changesBetween(before, after, probe.shows);
  return { probe, isChange: isChange(probe, sides), before, after, places };
}

function isChange({ option }: Probe, sides: Sides): boolean | undefined {
  if (/[*<]|^guest\./.test(option)) return undefined;
  const [before, after] = [sides.before, sides.after].map((side) =>
    evaluate<PlatformConfig>([platform, side]).lookUp(option),
  );
  return !isDeepStrictEqual(before, after);
}

function changesBetween(
  before: Outcome,
  after: Outcome,
  shows: Effect,
): readonly string[] {
  switch (shows) {
    case "files":
      return changedPlaces(before.files, after.files);
    case "image":
      return changedPlaces(before.images, after.images);
    case "findings":
      return isDeepStrictEqual(before.findings, after.findings)
        ? []
        : [BY_CHECK];
    case "refusal":
      return [];
  }
}

/** What else than the given definitions decides how it begins. */
function beginningOf({ at, base, alone, vm }: Probe): string {
  const isGuest = at.startsWith("guest.");
  return [base, isGuest ? vm : "", alone ? at : ""].join(" ");
}

/** What an option feeds, by the option; none for one that nothing reads. */
export function feedsOf(
  observed: readonly Observed[],
): ReadonlyMap<string, readonly string[]> {
  const feeds = new Map<string, readonly string[]>();
  for (const { probe, places } of observed) {
    const all = new Set([...(feeds.get(probe.option) ?? []), ...places]);
    feeds.set(probe.option, [...all].sort());
  }
  return new Map([...feeds].filter(([, places]) => places.length > 0));
}
