/** A module: what it imports, declares, defines and checks. Data only; nothing happens before `evaluate`. */

import type { TreeInput, ValueOf } from "../declare/form.ts";
import type { OptionTree } from "../declare/tree.ts";
import type { Reporter } from "../problem/problem.ts";
import { type CallSite, callSite } from "./call-site.ts";

/** Marks a module, so that other objects are told apart. */
export const MODULE: unique symbol = Symbol.for("ghaf.module-system.module");

export interface Module {
  readonly [MODULE]: true;
  readonly origin: ModuleOrigin;
  readonly imports: readonly Module[];
  readonly options: OptionTree;
  /** Definitions as a tree of the options' names, with wrappings. */
  readonly config: unknown;
  readonly checks: readonly Check<never>[];
}

/** Where a module was written. */
export interface ModuleOrigin {
  /** Stands in messages where the file is not known. */
  readonly label: string;
  /** The call that made it, in the code that runs, which may be compiled code. */
  readonly site?: CallSite;
  /** What the call's argument is: a module's parts (`config`, `options`), definitions beside `imports`, or a tree of options. */
  readonly form: "full" | "shorthand" | "options";
  /** Where something stands in a file of data, which has no call. */
  readonly find?: (path: SourcePath) => SourcePosition | undefined;
}

/** Names and list indexes from the top of a module's definitions (or options) as written. */
export type SourcePath = readonly (string | number)[];

/** Line and column start at 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Looks at the final configuration. A check that reads an option with a problem of its own is left out. */
export type Check<Config> = (config: Config, report: Reporter) => void;

/** The parts of a module as its author writes them. */
export interface ModuleParts<Tree extends OptionTree, Config> {
  readonly imports?: readonly Module[];
  readonly options?: Tree;
  readonly config?: TreeInput<Tree, Config>;
  readonly checks?: readonly Check<Config>[];
}

/** Makes a module; the file and line of this call stand in messages about it. */
export function module<const Tree extends OptionTree, Config = ValueOf<Tree>>(
  parts: ModuleParts<Tree, Config>,
): Module {
  return makeModule(parts, { form: "full", site: callSite(module) });
}

/** Makes a module for a function that is itself called by the author. @param where the author's call */
export function makeModule(
  parts: {
    readonly imports?: readonly Module[];
    readonly options?: OptionTree;
    readonly config?: unknown;
    readonly checks?: readonly Check<never>[];
  },
  where: Omit<ModuleOrigin, "label" | "site"> & {
    readonly label?: string;
    readonly site?: CallSite | undefined;
  },
): Module {
  const { site, form, find } = where;
  return {
    [MODULE]: true,
    origin: {
      label: where.label ?? site?.file ?? "a module",
      form,
      ...(site === undefined ? {} : { site }),
      ...(find === undefined ? {} : { find }),
    },
    imports: parts.imports ?? [],
    options: parts.options ?? {},
    config: parts.config ?? {},
    checks: [parts.checks ?? []].flat(),
  };
}

export function isModule(value: unknown): value is Module {
  return typeof value === "object" && value !== null && MODULE in value;
}
