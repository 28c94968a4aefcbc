/** Option trees prepared for evaluation: every option numbered, groups with their names. */

import type { Form } from "../declare/form.ts";
import type { Option } from "../declare/option.ts";
import { type Moved, NODE, type OptionTree } from "../declare/tree.ts";
import type { ModuleOrigin } from "../define/module.ts";

export type TreeNode = GroupNode | OptionNode | MovedNode;

export interface GroupNode {
  readonly kind: "group";
  readonly children: Map<string, TreeNode>;
}

export interface OptionNode {
  readonly kind: "option";
  /** Its number among the options of the tree. */
  readonly index: number;
  /** Names from the top of the tree. */
  readonly names: readonly string[];
  readonly option: Option<unknown, Form>;
  /** The module that declares it; of a submodule's options the scope knows. */
  readonly origin: ModuleOrigin | undefined;
}

export interface MovedNode {
  readonly kind: "moved";
  readonly moved: Moved;
}

export interface CompiledTree {
  readonly top: GroupNode;
  readonly options: OptionNode[];
}

/** One module's declarations. */
export interface Declarations {
  readonly tree: OptionTree;
  readonly origin: ModuleOrigin | undefined;
}

/** An option that two modules declare. */
export interface Clash {
  readonly names: readonly string[];
  readonly origin: ModuleOrigin | undefined;
  readonly first: ModuleOrigin | undefined;
}

/** Merges the declarations of several modules. @param clash is told of what is declared twice; the first stays */
export function compileTrees(
  declarations: readonly Declarations[],
  clash: (found: Clash) => void,
): CompiledTree {
  const compiled: CompiledTree = {
    top: { kind: "group", children: new Map() },
    options: [],
  };
  for (const { tree, origin } of declarations) {
    addGroup(tree, compiled.top, { compiled, origin, clash, names: [] });
  }
  return compiled;
}

// A memory of a pure function: submodules of one type share their tree in every evaluation.
const single = new WeakMap<OptionTree, CompiledTree>();

/** The prepared form of one tree, made once. */
export function compileTree(tree: OptionTree): CompiledTree {
  const known = single.get(tree);
  if (known !== undefined) return known;
  const made = compileTrees([{ tree, origin: undefined }], () => undefined);
  single.set(tree, made);
  return made;
}

interface Adding {
  readonly compiled: CompiledTree;
  readonly origin: ModuleOrigin | undefined;
  readonly names: readonly string[];
  clash(found: Clash): void;
}

function addGroup(tree: OptionTree, group: GroupNode, adding: Adding): void {
  for (const [name, declared] of Object.entries(tree)) {
    // Only code that no compiler has seen puts anything else into a tree.
    if (typeof declared !== "object" || declared === null) continue;
    const names = [...adding.names, name];
    const there = group.children.get(name);
    if (!(NODE in declared)) {
      const inner = there ?? { kind: "group", children: new Map() };
      if (inner.kind !== "group") reportClash(there, { ...adding, names });
      else {
        group.children.set(name, inner);
        addGroup(declared as OptionTree, inner, { ...adding, names });
      }
    } else if (there === undefined) {
      group.children.set(name, leafOf(declared, { ...adding, names }));
    } else reportClash(there, { ...adding, names });
  }
}

function leafOf(
  declared: Option<unknown, Form> | Moved | OptionTree,
  { compiled, origin, names }: Adding,
): TreeNode {
  if (!isOption(declared)) return { kind: "moved", moved: declared as Moved };
  const { length: index } = compiled.options;
  const node: OptionNode = {
    ...{ kind: "option", index, names, origin },
    option: declared,
  };
  compiled.options.push(node);
  return node;
}

function isOption(
  declared: Option<unknown, Form> | Moved | OptionTree,
): declared is Option<unknown, Form> {
  return NODE in declared && declared[NODE] === "option";
}

function reportClash(there: TreeNode | undefined, adding: Adding): void {
  const first = there?.kind === "option" ? there.origin : undefined;
  adding.clash({ names: adding.names, origin: adding.origin, first });
}

/** The node at these names, if there is one. */
export function nodeAt(
  top: GroupNode,
  names: readonly string[],
): TreeNode | undefined {
  let at: TreeNode | undefined = top;
  for (const name of names) {
    at = at?.kind === "group" ? at.children.get(name) : undefined;
  }
  return at;
}
