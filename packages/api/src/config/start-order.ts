/** Whether the units of a local supervisor can be started in the order that `after` asks for. */

import type { Place } from "./findings.ts";

interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

/** Notes names that no unit has, and units that wait for themselves in the end. */
export function checkStartOrder(units: readonly Ordered[], place: Place): void {
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  for (const [index, unit] of units.entries()) {
    for (const [position, name] of unit.after.entries()) {
      const at = place.at(index).at("after").at(position);
      if (!byName.has(name)) at.wrong("the name of a unit of this list", name);
      else if (waitsFor(name, unit.name, byName)) {
        at.wrong(`a unit that does not wait for ${unit.name} itself`, name);
      }
    }
  }
}

/** True when `name` is started after `wanted`, or is it. */
function waitsFor(
  name: string,
  wanted: string,
  byName: ReadonlyMap<string, Ordered>,
): boolean {
  const seen = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === wanted) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(byName.get(next)?.after ?? []));
  }
  return false;
}
