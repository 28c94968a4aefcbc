/** The modules of an evaluation in the order of their positions: imported before importer, each once. */

import { isModule, type Module, type ModuleOrigin } from "../define/module.ts";
import { describeValue } from "../problem/describe-value.ts";
import type { Problem } from "../problem/problem.ts";

export interface Listed {
  readonly modules: readonly Module[];
  readonly problems: readonly Problem[];
  /** By a module's origin: its own and those of everything it imports. */
  readonly families: Map<ModuleOrigin, ReadonlySet<ModuleOrigin>>;
}

interface Listing {
  readonly modules: Module[];
  readonly problems: Problem[];
  readonly families: Map<ModuleOrigin, Set<ModuleOrigin>>;
  readonly seen: Set<Module>;
}

export function listModules(roots: readonly Module[]): Listed {
  const listing: Listing = {
    ...{ modules: [], problems: [], families: new Map(), seen: new Set() },
  };
  for (const root of roots.filter(isModule)) add(root, listing);
  return listing;
}

function add(module: Module, listing: Listing): ReadonlySet<ModuleOrigin> {
  const { seen, families, modules } = listing;
  const known = families.get(module.origin);
  if (seen.has(module)) return known ?? new Set();
  seen.add(module);
  const family = new Set([module.origin]);
  families.set(module.origin, family);
  for (const [index, imported] of importsOf(module).entries()) {
    if (isModule(imported)) {
      for (const origin of add(imported, listing)) family.add(origin);
    } else listing.problems.push(notAModule(module, index, imported));
  }
  modules.push(module);
  return family;
}

function importsOf({ imports }: Module): readonly unknown[] {
  return Array.isArray(imports) ? imports : [imports];
}

function notAModule(
  { origin }: Module,
  index: number,
  value: unknown,
): Problem {
  const fix =
    value === undefined
      ? "check its name, that the file exports it, and that two files do not import each other"
      : "import what defineModule() or module() returned";
  return {
    ...{ level: "error", code: "not-a-module", path: "", fix },
    reason: `imports[${index}] is ${describeValue(value)}, not a module`,
    places: [{ origin, kind: "module", path: ["imports", index] }],
  };
}
