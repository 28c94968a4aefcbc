/** What differs between two evaluated configurations. */

import { isDeepStrictEqual } from "node:util";
import { isRecord, leavesOf } from "./leaves.ts";

/** Without `before` it is new, without `after` it is gone. */
export interface Difference {
  /** `ghaf.virtualization.microvm.appvm.vms[chromium].ramMb`: items that have names go by them. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** In the order of paths. */
export function differences(
  before: unknown,
  after: unknown,
): readonly Difference[] {
  return compare(before, after, "");
}

function compare(
  before: unknown,
  after: unknown,
  path: string,
): readonly Difference[] {
  if (isRecord(before) && isRecord(after)) {
    const [one, other] = [membersOf(before), membersOf(after)];
    return compareMembers(one, other, (name) => below(path, name));
  }
  const [one, other] = [named(before), named(after)];
  if (one === undefined || other === undefined) {
    return isDeepStrictEqual(before, after) ? [] : [{ path, before, after }];
  }
  const members = compareMembers(one, other, (name) => item(path, name));
  const [order, newOrder] = [commonOrder(one, other), commonOrder(other, one)];
  return isDeepStrictEqual(order, newOrder)
    ? members
    : [{ path, before: order, after: newOrder }, ...members];
}

type Members = ReadonlyMap<string, unknown>;

function membersOf(record: Readonly<Record<string, unknown>>): Members {
  return new Map(Object.entries(record));
}

function compareMembers(
  before: Members,
  after: Members,
  pathOf: (name: string) => string,
): readonly Difference[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].sort().flatMap((name): readonly Difference[] => {
    const path = pathOf(name);
    if (!before.has(name)) {
      return whole(after.get(name), path).map(([at, value]) => ({
        ...{ path: at, after: value },
      }));
    }
    if (!after.has(name)) {
      return whole(before.get(name), path).map(([at, value]) => ({
        ...{ path: at, before: value },
      }));
    }
    return compare(before.get(name), after.get(name), path);
  });
}

/** Everything in a value that stands on one side only. */
function whole(
  value: unknown,
  path: string,
): readonly (readonly [string, unknown])[] {
  return leavesOf(value).map((leaf) => [
    leaf.steps.reduce<string>(below, path),
    leaf.value,
  ]);
}

/** The items of a list by name, if each has a name of its own. */
function named(value: unknown): Members | undefined {
  if (!Array.isArray(value)) return undefined;
  const members = new Map<string, unknown>();
  for (const one of value) {
    const name: unknown = isRecord(one) ? one["name"] : undefined;
    if (typeof name !== "string" || members.has(name)) return undefined;
    members.set(name, one);
  }
  return members;
}

/** The names of one that the other has too. */
function commonOrder(one: Members, other: Members): readonly string[] {
  return [...one.keys()].filter((name) => other.has(name));
}

const BARE = /^[A-Za-z_][\w-]*$/;

function below(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  const name = BARE.test(step) ? step : JSON.stringify(step);
  return path === "" ? name : `${path}.${name}`;
}

function item(path: string, name: string): string {
  return `${path}[${BARE.test(name) ? name : JSON.stringify(name)}]`;
}
