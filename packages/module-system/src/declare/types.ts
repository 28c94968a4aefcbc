/** The types of options, each with the words of the reference. */

import type {
  AttributesForm,
  EitherForm,
  Form,
  ListForm,
  ModulesForm,
  PlainForm,
  TreeForm,
  ValueOf,
} from "./form.ts";
import type { AnyType, Narrowing, OptionType, Shape } from "./option-type.ts";
import type { OptionTree } from "./tree.ts";

type Plain<Value> = OptionType<Value, PlainForm<Value>>;
/** What JSON can say under a name. */
export type AnyAttributes = { readonly [name: string]: unknown };

function make<Value, F extends Form>(
  shape: Shape,
  words: string,
): OptionType<Value, F> {
  return { shape, words, narrowings: [] };
}

const boolean: Plain<boolean> = make({ kind: "boolean" }, "boolean");
const string: Plain<string> = make({ kind: "string" }, "string");
const path: Plain<string> = make({ kind: "path" }, "path");
/** The name of a Debian package. */
const packageName: Plain<string> = make({ kind: "package" }, "package");
const integer: Plain<number> = make({ kind: "integer" }, "signed integer");
const port: Plain<number> = make(
  { kind: "integer", min: 0, max: 65_535 },
  "16 bit unsigned integer; between 0 and 65535 (both inclusive)",
);
const attributes: Plain<AnyAttributes> = make(
  { kind: "attributes", of: make({ kind: "anything" }, "anything") },
  "attribute set",
);
const anything: Plain<AnyAttributes> = make(
  { kind: "attributes", of: make({ kind: "anything" }, "anything") },
  "attribute set of anything",
);
const raw: Plain<unknown> = make({ kind: "raw" }, "raw value");

function oneOf<const V extends string>(...values: readonly V[]): Plain<V> {
  const quoted = values.map((value) => `“${value}”`);
  const words =
    values.length === 1
      ? `value ${quoted[0]} (singular enum)`
      : `one of ${quoted.join(", ")}`;
  return make({ kind: "enum", values }, words);
}

function nullOr<Value, F extends Form>(
  of: OptionType<Value, F>,
): OptionType<Value | null, EitherForm<F, PlainForm<null>>> {
  return make({ kind: "null-or", of: of as AnyType }, `null or ${of.words}`);
}

function either<V, F extends Form, W, G extends Form>(
  one: OptionType<V, F>,
  other: OptionType<W, G>,
): OptionType<V | W, EitherForm<F, G>> {
  return make(
    { kind: "either", of: [one as AnyType, other as AnyType] },
    `${one.words} or ${other.words}`,
  );
}

function listOf<Value, F extends Form>(
  of: OptionType<Value, F>,
): OptionType<readonly Value[], ListForm<F>> {
  const words = isComposite(of) ? `(${of.words})` : of.words;
  return make({ kind: "list", of: of as AnyType }, `list of ${words}`);
}

function attributesOf<Value, F extends Form>(
  of: OptionType<Value, F>,
): OptionType<{ readonly [name: string]: Value }, AttributesForm<F>> {
  const words = isComposite(of) ? `(${of.words})` : of.words;
  return make(
    { kind: "attributes", of: of as AnyType },
    `attribute set of ${words}`,
  );
}

function isComposite({ shape }: { readonly shape: Shape }): boolean {
  return shape.kind === "submodule" || shape.kind === "attributes";
}

/** A value with options of its own. */
function submodule<const T extends OptionTree>(
  options: T,
): OptionType<ValueOf<T>, TreeForm<T>> {
  return make({ kind: "submodule", options }, "submodule");
}

/** Modules over another tree of options, kept for a later evaluation (see `evaluateKept`). */
function modules<const T extends OptionTree>(
  options: T,
): OptionType<readonly KeptModule[], ModulesForm<T>> {
  return make({ kind: "modules", options }, "unspecified value");
}

/** Marks a kept module, so that attribute sets may have any names. */
export const KEPT: unique symbol = Symbol.for("ghaf.module-system.kept");

/** What an option of modules evaluates to; only `evaluateKept` can read it. */
export interface KeptModule {
  readonly [KEPT]: unknown;
}

export const t = {
  boolean,
  string,
  path,
  package: packageName,
  integer,
  port,
  attributes,
  anything,
  raw,
  oneOf,
  nullOr,
  either,
  listOf,
  attributesOf,
  submodule,
  modules,
} as const;

/** The same type, which also refuses what does not pass; its words stay. @param expected stands in the message */
export function narrowed<Value, F extends Form>(
  type: OptionType<Value, F>,
  expected: string,
  accepts: (value: Value) => boolean,
): OptionType<Value, F> {
  const narrowing: Narrowing = { expected, accepts };
  return { ...type, narrowings: [...type.narrowings, narrowing] };
}

/** The same type under other words of the reference. */
export function worded<Value, F extends Form>(
  words: string,
  type: OptionType<Value, F>,
): OptionType<Value, F> {
  return { ...type, words };
}

/** The same type, whose definitions the compiler sees as those of another. */
export function writtenAs<F extends Form, Value>(
  type: OptionType<Value, Form>,
): OptionType<Value, F> {
  return { ...type } as OptionType<Value, F>;
}
