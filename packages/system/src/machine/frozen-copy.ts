/** A value by itself: without the lazy objects of an evaluation behind it, and never changed again. */

/** @typeParam T plain data: objects, lists, strings, numbers, booleans, null */
export function frozenCopy<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    return Object.freeze(value.map((item) => frozenCopy(item))) as T;
  }
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    frozenCopy(inner),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
