/** An evaluated configuration as a flat list: one row for each value that has no parts with names. */

export type Steps = readonly (string | number)[];

export interface Leaf {
  readonly steps: Steps;
  readonly value: unknown;
}

/** Lists whose items have names are taken apart, others are one value; so is what is empty. */
export function leavesOf(value: unknown, steps: Steps = []): readonly Leaf[] {
  const parts = partsOf(value);
  if (parts.length === 0) return [{ steps, value }];
  return parts.flatMap(([step, part]) => leavesOf(part, [...steps, step]));
}

function partsOf(
  value: unknown,
): readonly (readonly [string | number, unknown])[] {
  if (isRecord(value)) return Object.entries(value);
  if (Array.isArray(value) && value.some(isRecord)) {
    return value.map((item, index) => [index, item]);
  }
  return [];
}

export function isRecord(
  value: unknown,
): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
