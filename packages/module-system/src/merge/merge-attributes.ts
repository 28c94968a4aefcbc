/** Attribute sets: every name's definitions, merged by the type of the values. */

import type { AnyType } from "../declare/option-type.ts";
import { discharge, itemOf, winners } from "../evaluate/discharge.ts";
import { below, formatPath, type Path } from "../evaluate/path.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import type { Bare, RawDefinition } from "../evaluate/raw-definition.ts";
import { type Merging, within, wrongType } from "./merging.ts";

export function mergeAttributes(
  definitions: readonly Bare[],
  merging: Merging,
  of: AnyType,
): { readonly [name: string]: unknown } {
  const values: [string, unknown][] = [];
  for (const [name, parts] of byName(definitions, merging)) {
    const path = below(merging.path, name);
    const bare = bareParts(parts, path, merging);
    if (bare.length === 0) continue;
    values.push([
      name,
      merging.merge(
        winners(bare),
        within(merging, { path, of, name: "<name>" }),
      ),
    ]);
  }
  // Also `__proto__` becomes a name like any other.
  return Object.freeze(Object.fromEntries(values));
}

function byName(
  definitions: readonly Bare[],
  merging: Merging,
): Map<string, RawDefinition[]> {
  const names = new Map<string, RawDefinition[]>();
  for (const bare of definitions) {
    if (!isPlainObject(bare.value)) {
      wrongType(bare, merging);
      continue;
    }
    for (const [name, content] of Object.entries(bare.value)) {
      const there = names.get(name) ?? [];
      there.push(itemOf(bare, name, content));
      names.set(name, there);
    }
  }
  return names;
}

function bareParts(
  parts: readonly RawDefinition[],
  path: Path,
  merging: Merging,
): readonly Bare[] {
  const { engine } = merging;
  const result = discharge(parts, { engine, path: () => formatPath(path) });
  if (result.failed.length > 0) merging.failed();
  return result.bare;
}
