/** Whether a plain value is of a type, without merging: the question of `either`, and of tests of defaults. */

import type { AnyType, Shape } from "../declare/option-type.ts";
import { isWrapped } from "../define/wrapped.ts";
import { isPlainObject } from "../evaluate/plain-object.ts";

/** Wrapped parts and parts of submodules are not looked into. */
export function accepts(type: AnyType, value: unknown): boolean {
  if (!acceptsShape(type.shape, value)) return false;
  // The merged value will be asked again.
  if (hasWrapped(value)) return true;
  return type.narrowings.every((narrowing) =>
    narrowing.accepts(value as never),
  );
}

export function acceptsShape(shape: Shape, value: unknown): boolean {
  switch (shape.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "string":
    case "path":
    case "package":
      return typeof value === "string";
    case "integer":
      return isWithin(value, shape);
    case "enum":
      return typeof value === "string" && shape.values.includes(value);
    case "null-or":
      return value === null || accepts(shape.of, value);
    case "either":
      return shape.of.some((type) => accepts(type, value));
    case "list":
      return Array.isArray(value) && value.every(part(shape.of));
    case "attributes":
      return isPlainObject(value) && Object.values(value).every(part(shape.of));
    case "submodule":
      return isPlainObject(value);
    case "modules":
      return Array.isArray(value);
    case "anything":
      return isJson(value);
    case "raw":
      return value !== undefined && typeof value !== "function";
  }
}

/** A scalar that JSON can say, a list or an attribute set; their parts are not looked at. */
export function isJson(value: unknown): boolean {
  switch (typeof value) {
    case "boolean":
    case "string":
      return true;
    case "number":
      return Number.isFinite(value);
    case "object":
      return value === null || Array.isArray(value) || isPlainObject(value);
    default:
      return false;
  }
}

function hasWrapped(value: unknown): boolean {
  return (
    (Array.isArray(value) || isPlainObject(value)) &&
    Object.values(value).some(isWrapped)
  );
}

function part(of: AnyType): (value: unknown) => boolean {
  return (value) => isWrapped(value) || accepts(of, value);
}

function isWithin(
  value: unknown,
  { min, max }: { readonly min?: number; readonly max?: number },
): boolean {
  return (
    Number.isSafeInteger(value) &&
    Number(value) >= (min ?? Number.MIN_SAFE_INTEGER) &&
    Number(value) <= (max ?? Number.MAX_SAFE_INTEGER)
  );
}
