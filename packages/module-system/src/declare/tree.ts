/** Options by name, in groups: the form in which a module declares them. */

import type { Form } from "./form.ts";
import type { Option } from "./option.ts";

/** Marks what stands in a tree instead of a group, so that a group may have any names. */
export const NODE: unique symbol = Symbol.for("ghaf.module-system.node");

/** An option that went elsewhere or away; its old path still says so. */
export type Moved = Renamed | Removed;

export interface Renamed {
  readonly [NODE]: "renamed";
  /** The new path from the top of the same tree. */
  readonly to: readonly string[];
}

export interface Removed {
  readonly [NODE]: "removed";
  /** Why, and what to do instead. */
  readonly reason: string;
}

export interface OptionTree {
  readonly [name: string]: Option<unknown, Form> | Moved | OptionTree;
}

/** Definitions of this path count for another one, with a warning. */
export function renamed(...to: readonly string[]): Renamed {
  return { [NODE]: "renamed", to };
}

/** Definitions of this path are refused with the reason. */
export function removed(reason: string): Removed {
  return { [NODE]: "removed", reason };
}
