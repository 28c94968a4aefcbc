/** Modules for a later evaluation: kept with the place where each was written. */

import type { KeptModule } from "../declare/types.ts";
import { isModule } from "../define/module.ts";
import { itemOf } from "../evaluate/discharge.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import type { Bare, Source } from "../evaluate/raw-definition.ts";
import { type Merging, wrongType } from "./merging.ts";

/** What a `KeptModule` holds: a module, or definitions in the shorthand of the option. */
export interface Kept extends Source {
  readonly content: unknown;
}

export function mergeModules(
  definitions: readonly Bare[],
  merging: Merging,
): readonly KeptModule[] {
  const kept: KeptModule[] = [];
  for (const bare of definitions) {
    if (!Array.isArray(bare.value)) {
      wrongType(bare, merging, "a list of modules");
      continue;
    }
    for (const [index, content] of bare.value.entries()) {
      const item = itemOf(bare, index, content);
      if (isModule(content) || isPlainObject(content) || isKept(content)) {
        kept.push(isKept(content) ? content : { kept: item satisfies Kept });
      } else wrongType({ ...item, value: content }, merging, "a module");
    }
  }
  return Object.freeze(kept);
}

/** A computed value may pass on what another option keeps. */
function isKept(value: unknown): value is KeptModule {
  return (
    typeof value === "object" &&
    value !== null &&
    "kept" in value &&
    Object.keys(value).length === 1
  );
}
