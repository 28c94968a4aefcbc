/** How definitions of a type are written, as types only: the compiler's side of an editor's completion and of its refusals. */

import type { Wrapped } from "../define/wrapped.ts";
import type { Option } from "./option.ts";
import type { Moved } from "./tree.ts";

/** A value that is written as it is. */
export interface PlainForm<Input> {
  readonly form: "plain";
  readonly input: Input;
}
export interface ListForm<F> {
  readonly form: "list";
  readonly of: F;
}
export interface AttributesForm<F> {
  readonly form: "attributes";
  readonly of: F;
}
export interface EitherForm<A, B> {
  readonly form: "either";
  readonly of: A;
  readonly or: B;
}
export interface TreeForm<T> {
  readonly form: "tree";
  readonly tree: T;
}
export interface ModulesForm<T> {
  readonly form: "modules";
  readonly tree: T;
}

// Forms refer to forms; a bound as wide as this keeps inference free of cycles.
export interface Form {
  readonly form: string;
}

/** A value that is computed from the final configuration, when it is needed. */
export type Computed<Input, Config> = (
  config: Config,
) => Input | Wrapped<Input, Config>;

/** What may stand at an option: the value, the value with a priority, order or condition, or a function that computes it. */
export type Definition<Input, Config> =
  | Input
  | Wrapped<Input, Config>
  | Computed<Input, Config>;

/** What may stand in a list or under a name of an attribute set. */
export type Part<Input, Config> = Input | Wrapped<Input, Config>;

/** What a definition of a type with this form looks like, without wrappings. */
export type InputOf<F, Config> =
  F extends PlainForm<infer Input>
    ? Input
    : F extends ListForm<infer Of>
      ? readonly Part<InputOf<Of, Config>, Config>[]
      : F extends AttributesForm<infer Of>
        ? { readonly [name: string]: Part<InputOf<Of, Config>, Config> }
        : F extends EitherForm<infer A, infer B>
          ? InputOf<A, Config> | InputOf<B, Config>
          : F extends TreeForm<infer Tree>
            ? TreeInput<Tree, Config>
            : F extends ModulesForm<infer Tree>
              ? readonly ModuleInput<Tree, ValueOf<Tree>>[]
              : never;

/** Definitions of some of the options of a tree. */
export type TreeInput<Tree, Config> = {
  readonly [Name in keyof Tree]?: NodeInput<Tree[Name], Config>;
};

/** One of the modules that an option keeps for a later evaluation. */
export type ModuleInput<Tree, Config> = TreeInput<Tree, Config>;

type NodeInput<Node, Config> =
  Node extends Option<infer _Value, infer F>
    ? Definition<InputOf<F, Config>, Config>
    : Node extends Moved
      ? never
      : Part<TreeInput<Node, Config>, Config>;

/** What the options of a tree evaluate to: every one present. */
export type ValueOf<Tree> = {
  readonly [Name in keyof Tree as Tree[Name] extends Moved
    ? never
    : Name]: NodeValue<Tree[Name]>;
};

type NodeValue<Node> =
  Node extends Option<infer Value, infer _F> ? Value : ValueOf<Node>;
