/** Definitions as a file of data has them: plain values, and names like `$force` for what TypeScript says with a call. */

import {
  after,
  before,
  byDefault,
  force,
  type SourcePath,
} from "@ghaf/module-system";
import type {
  DataEntry,
  DataFault,
  DataMap,
  DataNode,
  DataScalar,
} from "./data-node.ts";

const WRAPPINGS = {
  $force: (content: unknown) => force<unknown, never>(content),
  $byDefault: (content: unknown) => byDefault<unknown, never>(content),
  $before: (content: unknown) => before<unknown, never>(content),
  $after: (content: unknown) => after<unknown, never>(content),
} as const;

type WrappingName = keyof typeof WRAPPINGS;

/** The value of a tree; wrappings are made, unless they stand where they cannot. */
export function definitionsOf(node: DataNode): {
  readonly value: unknown;
  readonly faults: readonly DataFault[];
} {
  const faults: DataFault[] = [];
  // What aliases share stays shared.
  const made = new Map<DataNode, unknown>();
  const toValue = (part: DataNode): unknown => {
    if (part.kind === "scalar") return part.value;
    if (!made.has(part)) made.set(part, contentOf(part));
    return made.get(part);
  };
  const contentOf = (part: Exclude<DataNode, DataScalar>): unknown => {
    if (part.kind === "list") return part.items.map(toValue);
    const wrapping = wrappingOf(part);
    if (wrapping === undefined) return objectOf(part.entries, toValue);
    if (part.entries.length > 1) faults.push(notAlone(wrapping));
    return WRAPPINGS[wrapping.name](toValue(wrapping.node));
  };
  return { value: toValue(node), faults };
}

/** The plain value of a tree, for a program that imports the file. */
export function plainValue(node: DataNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainValue);
    case "map":
      return objectOf(node.entries, plainValue);
  }
}

/** Defines properties, so that the name `__proto__` is one like others. */
function objectOf(
  entries: readonly DataEntry[],
  toValue: (node: DataNode) => unknown,
): object {
  return Object.fromEntries(
    entries.map(({ name, node }) => [name, toValue(node)]),
  );
}

function wrappingOf(
  map: DataMap,
): (DataEntry & { readonly name: WrappingName }) | undefined {
  return map.entries.find(
    (entry): entry is DataEntry & { readonly name: WrappingName } =>
      Object.hasOwn(WRAPPINGS, entry.name),
  );
}

function notAlone({ name, at }: DataEntry): DataFault {
  const fix = `put the other names into ${name}, or the value of ${name} elsewhere`;
  return { at, reason: `has ${name} beside other names`, fix };
}

/** The offset of what stands at a path, or of the last of its steps that is there. */
export function offsetOf(top: DataNode, path: SourcePath): number {
  let place = { at: top.at, node: top };
  for (const step of path) {
    const next = stepInto(unwrapped(place.node), step);
    if (next === undefined) return place.at;
    place = next;
  }
  return place.at;
}

function stepInto(
  node: DataNode,
  step: string | number,
): { readonly at: number; readonly node: DataNode } | undefined {
  switch (node.kind) {
    case "scalar":
      return undefined;
    case "list": {
      const item = node.items[Number(step)];
      return item && { at: item.at, node: item };
    }
    case "map":
      return node.entries.find(({ name }) => name === String(step));
  }
}

function unwrapped(node: DataNode): DataNode {
  const wrapping = node.kind === "map" ? wrappingOf(node) : undefined;
  return wrapping === undefined ? node : unwrapped(wrapping.node);
}
