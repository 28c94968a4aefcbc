/** Problems of several evaluations as one list. */

import type { ModuleOrigin, Place, Problem } from "@ghaf/module-system";

/** By path; what is said of one place about many VMs is said once. */
export function withoutRepetition(
  problems: readonly Problem[],
): readonly Problem[] {
  const numbers = new Map<ModuleOrigin, number>();
  const seen = new Set<string>();
  return [...problems].sort(byPath).filter((problem) => {
    const key = keyOf(problem, numbers);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPath(one: Problem, other: Problem): number {
  return one.path < other.path ? -1 : Number(one.path > other.path);
}

function keyOf(
  { level, code, path, reason, places, declared }: Problem,
  numbers: Map<ModuleOrigin, number>,
): string {
  const where = places.map((place) => placeKey(place, numbers));
  // Two options that are missing at one place are two problems.
  const option = declared === undefined ? null : placeKey(declared, numbers);
  return JSON.stringify([
    level,
    code,
    reason,
    option,
    places.length > 0 ? where : path,
  ]);
}

function placeKey(
  { origin, kind, path }: Place,
  numbers: Map<ModuleOrigin, number>,
): unknown {
  const known = numbers.get(origin);
  const number = known ?? numbers.size;
  if (known === undefined) numbers.set(origin, number);
  return [number, kind, ...path];
}
