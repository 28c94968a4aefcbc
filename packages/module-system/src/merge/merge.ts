/** Merges the definitions of one value by its type (machine-design 1). */

import type { AnyType } from "../declare/option-type.ts";
import { OptionFailure } from "../evaluate/option-failure.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";
import type { Bare } from "../evaluate/raw-definition.ts";
import { accepts, acceptsShape } from "./accepts.ts";
import { equal } from "./equal.ts";
import { mergeAnything } from "./merge-anything.ts";
import { mergeAttributes } from "./merge-attributes.ts";
import { mergeList } from "./merge-list.ts";
import { mergeModules } from "./merge-modules.ts";
import { mergeSubmodule } from "./merge-submodule.ts";
import {
  conflict,
  type Merging,
  within,
  wrongName,
  wrongType,
} from "./merging.ts";

/**
 * @param definitions at least one, all of one priority, in the order of lists
 * @returns the value; anything when `merging.failed` was called
 */
export function merge(definitions: readonly Bare[], merging: Merging): unknown {
  const value = mergeShape(definitions, merging);
  const { narrowings, shape } = merging.type;
  // What is not even of the type has been refused, and is nothing that a narrowing knows.
  if (narrowings.length === 0 || !acceptsShape(shape, value)) return value;
  for (const narrowing of narrowings) {
    if (!passes(narrowing.accepts, value)) {
      refuse(definitions, merging, narrowing);
    }
  }
  return value;
}

function refuse(
  definitions: readonly Bare[],
  merging: Merging,
  { accepts, expected }: AnyType["narrowings"][number],
): void {
  // One that alone would pass is not to blame.
  const blamed = definitions.filter((bare) => isToBlame(accepts, bare));
  for (const bare of blamed.length > 0 ? blamed : definitions) {
    const names = namesRefused(accepts, bare.value);
    if (names.length === 0) wrongType(bare, merging, expected);
    for (const name of names) wrongName(bare, merging, { name, expected });
  }
}

function isToBlame(test: (value: never) => boolean, { value }: Bare): boolean {
  try {
    return !passes(test, value);
  } catch {
    // With wrapped parts it is not a value that the test knows.
    return false;
  }
}

/** The names of an attribute set that are refused by themselves. */
function namesRefused(
  test: (value: never) => boolean,
  value: unknown,
): readonly string[] {
  if (!isPlainObject(value)) return [];
  return Object.keys(value).filter(
    (name) => !passes(test, { [name]: value[name] }),
  );
}

function passes(test: (value: never) => boolean, value: unknown): boolean {
  try {
    return test(value as never);
  } catch (error) {
    if (error instanceof OptionFailure) return true;
    throw error;
  }
}

function mergeShape(definitions: readonly Bare[], merging: Merging): unknown {
  const { shape } = merging.type;
  switch (shape.kind) {
    case "boolean":
    case "string":
    case "path":
    case "package":
    case "integer":
    case "enum":
      return mergeEqual(definitions, merging);
    case "null-or":
      return mergeNullOr(definitions, merging);
    case "either":
      return mergeEither(definitions, merging);
    case "list":
      return mergeList(definitions, merging, shape.of);
    case "attributes":
      return mergeAttributes(definitions, merging, shape.of);
    case "submodule":
      return mergeSubmodule(definitions, merging, shape.options);
    case "modules":
      return mergeModules(definitions, merging);
    case "anything":
      return mergeAnything(definitions, merging);
    case "raw":
      return mergeRaw(definitions, merging);
  }
}

/** Scalars: equal definitions are one, others conflict. */
function mergeEqual(definitions: readonly Bare[], merging: Merging): unknown {
  const good = definitions.filter(({ value }) =>
    acceptsShape(merging.type.shape, value),
  );
  for (const bare of definitions) {
    if (!good.includes(bare)) wrongType(bare, merging);
  }
  const [first] = good;
  if (good.some(({ value }) => !equal(value, first?.value))) {
    conflict(good, merging);
  }
  return first?.value;
}

/** null conflicts with everything else. */
function mergeNullOr(definitions: readonly Bare[], merging: Merging): unknown {
  const { shape } = merging.type;
  if (shape.kind !== "null-or") return undefined;
  const nulls = definitions.filter(({ value }) => value === null);
  if (nulls.length === definitions.length) return null;
  if (nulls.length > 0) {
    conflict(definitions, merging);
    return undefined;
  }
  const [first] = definitions;
  if (first !== undefined && definitions.length === 1) {
    // The words of the whole type help more than those of its half.
    if (isScalar(merging) && !acceptsShape(shape.of.shape, first.value)) {
      wrongType(first, merging);
      return undefined;
    }
  }
  return merge(
    definitions,
    within(merging, { path: merging.path, of: shape.of }),
  );
}

function isScalar({ type: { shape } }: Merging): boolean {
  const inner = shape.kind === "null-or" ? shape.of.shape.kind : shape.kind;
  return !["list", "attributes", "submodule", "modules"].includes(inner);
}

/** The first of the types that takes every definition. */
function mergeEither(definitions: readonly Bare[], merging: Merging): unknown {
  const { shape } = merging.type;
  if (shape.kind !== "either") return undefined;
  const fits = shape.of.find((type) =>
    definitions.every(({ value }) => accepts(type, value)),
  );
  if (fits !== undefined) {
    return merge(
      definitions,
      within(merging, { path: merging.path, of: fits }),
    );
  }
  const strange = definitions.filter(
    ({ value }) => !shape.of.some((type) => accepts(type, value)),
  );
  if (strange.length === 0) conflict(definitions, merging);
  const values = strange.map((bare) => mergeAsMeant(bare, merging, shape.of));
  return definitions.length === 1 ? values[0] : undefined;
}

/** If only one of the types is for such values, that one says what is wrong with it. */
function mergeAsMeant(
  bare: Bare,
  merging: Merging,
  types: readonly AnyType[],
): unknown {
  const [meant, ...others] = types.filter((type) => isFor(type, bare.value));
  if (meant !== undefined && others.length === 0) {
    return merge([bare], within(merging, { path: merging.path, of: meant }));
  }
  wrongType(bare, merging);
  return undefined;
}

function isFor({ shape }: AnyType, value: unknown): boolean {
  switch (shape.kind) {
    case "string":
    case "path":
    case "package":
      return typeof value === "string";
    case "list":
      return Array.isArray(value);
    case "attributes":
    case "submodule":
      return isPlainObject(value);
    default:
      return false;
  }
}

function mergeRaw(definitions: readonly Bare[], merging: Merging): unknown {
  if (definitions.length > 1) {
    conflict(definitions, merging, "is defined more than once");
  }
  return copied(definitions[0]?.value, merging);
}

/** Lists and attribute sets are the person's own, and must not change with who reads them. */
function copied(value: unknown, merging: Merging): unknown {
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item) => copied(item, merging)));
  }
  if (!isPlainObject(value) || merging.engine.scopes.has(value)) return value;
  const parts = Object.entries(value).map(
    ([name, part]) => [name, copied(part, merging)] as const,
  );
  return Object.freeze(Object.fromEntries(parts));
}
