/** What can be typed where, read off the command tree: the same for every shell. */

import type { Command, Option } from "commander";

/** What stands behind a word to be completed. */
export type Source =
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** Names that are not known here; the words after `ghaf` that list them. */
  | { readonly kind: "ask"; readonly command: string }
  | { readonly kind: "files" }
  | { readonly kind: "folders" }
  | { readonly kind: "nothing" };

export interface Word {
  readonly text: string;
  readonly description: string;
}

export interface Flag extends Word {
  /** `-o` of `-o, --output`. */
  readonly short: string | undefined;
  /** What follows it; undefined when it stands alone. */
  readonly value: Source | undefined;
}

/** One command and what may follow it. */
export interface Node {
  /** Words after the program's name: empty for the program itself. */
  readonly path: readonly string[];
  readonly commands: readonly Word[];
  readonly flags: readonly Flag[];
  /** By position; the last one repeats when `repeats`. */
  readonly args: readonly Source[];
  readonly repeats: boolean;
}

/** Every command of the tree, the program first. */
export function nodesOf(
  command: Command,
  path: readonly string[] = [],
): readonly Node[] {
  const children = command.commands;
  const args = command.registeredArguments;
  const node: Node = {
    path,
    commands: children.map((child) => ({
      text: child.name(),
      description: child.description(),
    })),
    flags: [
      ...command.options.filter(({ hidden }) => !hidden).map(flagOf),
      {
        text: "--help",
        short: "-h",
        description: "show help",
        value: undefined,
      },
    ],
    args: args.map((argument) =>
      sourceOf(argument.name(), argument.argChoices, command),
    ),
    repeats: args.some(({ variadic }) => variadic),
  };
  const below = children.flatMap((child) =>
    nodesOf(child, [...path, child.name()]),
  );
  return [node, ...below];
}

function flagOf(option: Option): Flag {
  const takesValue = option.required || option.optional;
  const name = /<([^>]+)>/.exec(option.flags)?.[1] ?? "";
  return {
    text: option.long ?? option.flags,
    short: option.short,
    description: option.description,
    value: takesValue ? sourceOf(name, option.argChoices) : undefined,
  };
}

function sourceOf(
  name: string,
  choices: readonly string[] | undefined,
  command?: Command,
): Source {
  if (choices !== undefined) return { kind: "words", words: choices };
  switch (name) {
    case "file":
      return { kind: "files" };
    case "dir":
      return { kind: "folders" };
    case "vm":
      return { kind: "ask", command: "vm list -o name --timeout 1" };
    case "option":
      return { kind: "ask", command: "options -o name" };
    case "name":
      return command?.parent?.name() === "app"
        ? { kind: "ask", command: "app list -o name --timeout 1" }
        : { kind: "nothing" };
    default:
      return { kind: "nothing" };
  }
}
