/** What an option accepts: its shape as data, its words, and, for the compiler only, the types of its value and of its definitions. */

import type { Form } from "./form.ts";
import type { OptionTree } from "./tree.ts";

/** For the compiler only; no object has it. */
declare const VALUE: unique symbol;
declare const FORM: unique symbol;

/** The types that an option may have (spec 4.3; merging: machine-design 1). */
export type Shape =
  | { readonly kind: "boolean" }
  | { readonly kind: "string" }
  | { readonly kind: "path" }
  | { readonly kind: "package" }
  | { readonly kind: "integer"; readonly min?: number; readonly max?: number }
  | { readonly kind: "enum"; readonly values: readonly string[] }
  | { readonly kind: "null-or"; readonly of: AnyType }
  | { readonly kind: "either"; readonly of: readonly AnyType[] }
  | { readonly kind: "list"; readonly of: AnyType }
  | { readonly kind: "attributes"; readonly of: AnyType }
  /** Any JSON value: attribute sets merge deeply, lists concatenate. */
  | { readonly kind: "anything" }
  /** Any value, defined once. */
  | { readonly kind: "raw" }
  | { readonly kind: "submodule"; readonly options: OptionTree }
  /** Modules over another tree of options, kept for a later evaluation. */
  | { readonly kind: "modules"; readonly options: OptionTree };

/** A check that does not change the words of a type: a colour, a MAC address. */
export interface Narrowing {
  /** What is expected, as it stands in messages: `a colour like "#a1b2c3"`. */
  readonly expected: string;
  accepts(value: never): boolean;
}

/**
 * @typeParam Value what a reader of the option gets
 * @typeParam F how its definitions are written
 */
export interface OptionType<Value, F extends Form> {
  readonly shape: Shape;
  /** The words of the documentation: `null or string`. */
  readonly words: string;
  readonly narrowings: readonly Narrowing[];
  readonly [VALUE]?: Value;
  readonly [FORM]?: F;
}

/** A type whose value nobody here needs to know. */
export type AnyType = OptionType<unknown, Form>;
