/** A probe: a change of one option in an example, and the descriptions without and with it. */

import { force, type Module, parsePath } from "@ghaf/module-system";
import { defineModule, type SystemDefinition } from "@ghaf/system";
import type { Example } from "../plan/golden-trees.ts";

/** Definitions by name, as in a file of a person. */
export type Tree = Readonly<Record<string, unknown>>;

/** What comes of a change: other files, other packages in an image, other findings of checks, or a refusal, since this version cannot do it. */
export type Effect = "files" | "image" | "findings" | "refusal";

export interface Probe {
  /** As the reference calls it; elements of lists `*`, names of attribute sets `<name>`, options of guest modules `guest.…`. */
  readonly option: string;
  readonly base: Example;
  /** Where the value is put: the option, or what it is in, where others change with it. */
  readonly at: string;
  readonly value: unknown;
  /** Definitions beside it, with and without the change; of an element that is changed they have the first. */
  readonly given: Tree;
  /** Whether the list that has the element has no others, such as those of the example. */
  readonly alone: boolean;
  /** Whose guest modules define it: a name below `ghaf.virtualization.microvm`. */
  readonly vm: string;
  readonly shows: Effect;
}

/** The example with what is given, and the same with the change. */
export interface Sides {
  readonly before: Module;
  readonly after: Module;
}

const GUEST = "guest.";

export function sidesOf(probe: Probe, example: Module): Sides {
  const { at: place, given, value } = probe;
  const isGuest = place.startsWith(GUEST);
  const path = stepsOf(isGuest ? place.slice(GUEST.length) : place);
  const side = (...trees: readonly Tree[]) =>
    within(example, isGuest ? [inGuest(probe.vm, trees)] : trees);
  if (!path.some(isElement)) {
    const change = placed(path, force(value));
    return { before: side(given), after: side(given, change) };
  }
  const list = path.slice(0, path.findIndex(isElement));
  const withOne = (one: unknown): Tree => {
    const tree = withValue(given, path, one);
    if (!probe.alone) return tree as Tree;
    return withValue(tree, list, force(valueAt(tree, list))) as Tree;
  };
  return {
    before: side(withOne(valueAt(given, path))),
    after: side(withOne(value)),
  };
}

function within(example: Module, trees: readonly Tree[]): Module {
  const imports = trees.map((tree) => defineModule(tree as SystemDefinition));
  return defineModule({ imports: [example, ...imports] });
}

function inGuest(vm: string, modules: readonly Tree[]): Tree {
  const path = ["ghaf", "virtualization", "microvm", vm, "extraModules"];
  return placed(path, modules);
}

function stepsOf(option: string): readonly string[] {
  return (parsePath(option) ?? []).map(String);
}

function isElement(step: string): boolean {
  return step === "*" || step.startsWith("<");
}

function placed(path: readonly string[], value: unknown): Tree {
  return path.reduceRight((inner, step) => ({ [step]: inner }), value) as Tree;
}

/** What stands at the path; `*` and `<name>` are the first element. */
function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Tree | undefined)?.[keyOf(inner, step)],
    tree,
  );
}

/** A copy with another value at the path. */
function withValue(
  tree: unknown,
  path: readonly string[],
  value: unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(tree)) {
    const [first, ...others]: readonly unknown[] = tree;
    return [withValue(first, rest, value), ...others];
  }
  const named = (tree ?? {}) as Tree;
  const key = keyOf(named, step);
  return { ...named, [key]: withValue(named[key], rest, value) };
}

function keyOf(tree: unknown, step: string): string {
  const [first = step] = Object.keys(tree ?? {});
  return isElement(step) ? first : step;
}
