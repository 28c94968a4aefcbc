/** Objects that are written as attribute sets, told apart from lists, modules and instances of classes. */

import { isModule } from "../define/module.ts";
import { isWrapped } from "../define/wrapped.ts";

export function isPlainObject(
  value: unknown,
): value is { readonly [name: string]: unknown } {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) || isWrapped(value) || isModule(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A foreign realm has an Object.prototype of its own: one without a prototype above it.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
