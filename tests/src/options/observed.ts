/** All probes carried out: what each of them changed. */

import type { Module } from "@ghaf/module-system";
import { exampleModule } from "../configuration/example-module.ts";
import { type Example, examples } from "../plan/golden-trees.ts";
import { changedPlaces, type Outcome, outcomeOf } from "./outcome.ts";
import { type Probe, sidesOf } from "./probe.ts";
import { allProbes } from "./probes.ts";

export interface Observed {
  readonly probe: Probe;
  readonly before: Outcome;
  readonly after: Outcome;
  /** Files that differ. */
  readonly places: readonly string[];
}

/** What `ghaf explain` says of an option that a check alone reads. */
export const BY_CHECK = "ghaf check";

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
  return { probe, before, after, places: changedPlaces(before, after) };
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
  for (const { probe, places, before, after } of observed) {
    const found = changesFindings(before, after) ? [BY_CHECK] : [];
    const now = { files: places, findings: found, refusal: [] }[probe.shows];
    const all = new Set([...(feeds.get(probe.option) ?? []), ...now]);
    feeds.set(probe.option, [...all].sort());
  }
  return new Map([...feeds].filter(([, places]) => places.length > 0));
}

function changesFindings(before: Outcome, after: Outcome): boolean {
  return before.findings.join("\n") !== after.findings.join("\n");
}
