/** Any JSON value: attribute sets merge deeply, lists concatenate, other values must be equal. */

import type { AnyType } from "../declare/option-type.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import type { Bare } from "../evaluate/raw-definition.ts";
import { isJson } from "./accepts.ts";
import { equal } from "./equal.ts";
import { mergeAttributes } from "./merge-attributes.ts";
import { mergeList } from "./merge-list.ts";
import { conflict, type Merging, wrongType } from "./merging.ts";

export function mergeAnything(
  definitions: readonly Bare[],
  merging: Merging,
): unknown {
  const of = anything(merging);
  if (definitions.every(({ value }) => isPlainObject(value))) {
    return mergeAttributes(definitions, merging, of);
  }
  if (definitions.every(({ value }) => Array.isArray(value))) {
    return mergeList(definitions, merging, of);
  }
  for (const bare of definitions) {
    if (!isJson(bare.value)) wrongType(bare, merging, "what JSON can say");
  }
  const [first] = definitions;
  if (definitions.some(({ value }) => !equal(value, first?.value))) {
    conflict(definitions, merging);
  }
  return first?.value;
}

function anything({ type }: Merging): AnyType {
  return { ...type, narrowings: [] };
}
