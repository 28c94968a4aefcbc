/** Modules for a later evaluation: kept with the place where each was written. */

import { KEPT, type KeptModule } from "../declare/types.ts";
import { isModule } from "../define/module.ts";
import { itemOf } from "../evaluate/discharge.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import type {
  Bare,
  RawDefinition,
  Source,
} from "../evaluate/raw-definition.ts";
import type { DeclaredAt } from "../evaluate/scope.ts";
import { type Merging, wrongType } from "./merging.ts";

/** What a `KeptModule` holds: a module, or definitions in the shorthand of the option. */
export interface Kept extends Source {
  readonly content: unknown;
  /** The option that keeps it. */
  readonly declaredAt: DeclaredAt;
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
        kept.push(isKept(content) ? content : keep(item, merging));
      } else wrongType({ ...item, value: content }, merging, "a module");
    }
  }
  return Object.freeze(kept);
}

function keep(item: RawDefinition, { declaredAt }: Merging): KeptModule {
  return { [KEPT]: { ...item, declaredAt } satisfies Kept };
}

/** A computed value may pass on what another option keeps. */
export function isKept(value: unknown): value is KeptModule {
  return typeof value === "object" && value !== null && KEPT in value;
}
