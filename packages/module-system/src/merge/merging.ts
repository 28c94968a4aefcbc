/** What merging needs of its surroundings. */

import type { AnyType, Shape } from "../declare/option-type.ts";
import type { Engine } from "../evaluate/engine.ts";
import { below, formatPath, type Path } from "../evaluate/path.ts";
import { type Bare, placeOf } from "../evaluate/raw-definition.ts";
import type { DeclaredAt } from "../evaluate/scope.ts";
import { describeValue, HIDDEN } from "../problem/describe-value.ts";
import { nearest } from "../problem/nearest.ts";
import type { Place, Problem } from "../problem/problem.ts";
import { acceptsShape } from "./accepts.ts";

export interface Merging {
  readonly engine: Engine;
  /** Merges a part by its own type. */
  readonly merge: (definitions: readonly Bare[], merging: Merging) => unknown;
  readonly type: AnyType;
  /** Messages do not show the value. */
  readonly secret: boolean;
  /** Of the value that is merged. */
  readonly path: Path;
  /** Where the option is declared; nested parts extend it. */
  readonly declaredAt: DeclaredAt;
  /** Reports a problem of this value: the option as a whole has failed. */
  fail(problem: Problem): void;
  /** The option has failed by a problem that is already reported. */
  failed(): void;
}

/** A part of a value. */
export interface Part {
  readonly path: Path;
  readonly of: AnyType;
  /** How the reference calls it; absent: as the whole. */
  readonly name?: "*" | "<name>";
}

/** For the merge of a part by its own type. */
export function within(merging: Merging, { path, of, name }: Part): Merging {
  const { declaredAt } = merging;
  const names =
    name === undefined ? declaredAt.names : [...declaredAt.names, name];
  return {
    ...merging,
    ...{ path, type: of, declaredAt: { ...declaredAt, names } },
  };
}

export function wrongType(
  bare: Bare,
  merging: Merging,
  expected = merging.type.words,
): void {
  const given = shown(bare, merging);
  merging.fail({
    ...{ level: "error", code: "wrong-type", path: formatPath(merging.path) },
    ...{ reason: "has a value that it cannot have", expected, given },
    ...nearWord(bare, merging),
    places: [placeOf(bare)],
    ...declaredIn(merging),
  });
}

/** A name of an attribute set that it cannot have. */
export function wrongName(
  bare: Bare,
  merging: Merging,
  { name, expected }: { readonly name: string; readonly expected: string },
): void {
  const path = formatPath(below(merging.path, name));
  const given = merging.secret ? HIDDEN : `the name ${describeValue(name)}`;
  merging.fail({
    ...{ level: "error", code: "wrong-type", path, expected, given },
    reason: "has a name that it cannot have",
    places: [placeOf({ ...bare, at: below(bare.at, name) })],
    ...declaredIn(merging),
  });
}

/** What was probably meant: a word that is nearly one of the type's, or a value without its quotes. */
function nearWord(
  { value }: Bare,
  { type: { shape }, secret }: Merging,
): { fix?: string } {
  if (secret) return {};
  if (isOneItem(shape, value)) return { fix: "put it into a list: [ … ]" };
  if (typeof value !== "string") return {};
  if (shape.kind === "boolean" && /^(true|yes|on)$/i.test(value)) {
    return { fix: "write true, without quotes" };
  }
  if (shape.kind === "boolean" && /^(false|no|off)$/i.test(value)) {
    return { fix: "write false, without quotes" };
  }
  if (shape.kind === "integer" && /^-?\d{1,15}$/.test(value)) {
    return { fix: `write ${value}, without quotes` };
  }
  return nearEnumWord(shape, value);
}

function nearEnumWord(shape: Shape, value: string): { fix?: string } {
  // A word of the type that a narrowing refuses is not misspelt.
  if (shape.kind !== "enum" || shape.values.includes(value)) return {};
  const [near] = nearest(value, shape.values, 1);
  return near === undefined
    ? {}
    : { fix: `did you mean ${JSON.stringify(near)}?` };
}

/** Written where a list of such values belongs. */
function isOneItem(shape: Shape, value: unknown): boolean {
  return (
    shape.kind === "list" &&
    !Array.isArray(value) &&
    value !== null &&
    acceptsShape(shape.of.shape, value)
  );
}

export function conflict(
  definitions: readonly Bare[],
  merging: Merging,
  reason = differing(definitions, merging),
): void {
  merging.fail({
    ...{ level: "error", code: "conflict", path: formatPath(merging.path) },
    reason,
    fix: "keep one of them, or let one win with force() or give way with byDefault()",
    places: definitions.map(placeOf),
    ...declaredIn(merging),
  });
}

function differing(definitions: readonly Bare[], merging: Merging): string {
  if (merging.secret) return "is defined with different values";
  const values = definitions.map((bare) => shown(bare, merging));
  return `is defined as ${[...new Set(values)].join(" and as ")}`;
}

function shown({ value }: Bare, { secret }: Merging): string {
  return secret ? HIDDEN : describeValue(value);
}

export function declaredIn({ declaredAt }: Merging): { declared?: Place } {
  const { origin, names } = declaredAt;
  if (origin === undefined) return {};
  return { declared: { origin, kind: "declaration", path: names } };
}
