/**
 * The one table behind all three scripts. A script walks the typed words and
 * keeps three facts: `at` (the command so far), `last` (a flag that waits for its
 * value) and `args` (how many plain words the command has had). Each list here
 * says what to do for which `at|word`, `at|last`, `at` or `at|args`; a shell only
 * writes it down in its own syntax.
 */

import type { Flag, Node, Source, Word } from "./words.ts";

/** One branch; `prefix` patterns match whatever begins with the text. */
export interface Case<Action> {
  readonly patterns: readonly string[];
  readonly prefix?: boolean;
  readonly action: Action;
}

export interface Cases {
  /** `at|word`: a command is entered. */
  readonly enter: readonly Case<string>[];
  /** `at|word`: a flag whose value is the next word. */
  readonly takesValue: readonly string[];
  /** `at|last` */
  readonly values: readonly Case<Source>[];
  /** `at` */
  readonly flags: readonly Case<readonly Word[]>[];
  /** `at|0` where commands follow. */
  readonly commands: readonly Case<readonly Word[]>[];
  /** `at|args` */
  readonly args: readonly Case<Source>[];
}

export function casesOf(nodes: readonly Node[]): Cases {
  const valued = nodes.flatMap((node) =>
    node.flags.flatMap((flag) =>
      flag.value === undefined
        ? []
        : [{ patterns: flagPatterns(node, flag), action: flag.value }],
    ),
  );
  return {
    enter: nodes.flatMap((node) =>
      node.commands.map(({ text }) => ({
        patterns: [`${key(node.path)}|${text}`],
        action: key([...node.path, text]),
      })),
    ),
    takesValue: valued.flatMap(({ patterns }) => patterns),
    values: valued,
    flags: nodes.map((node) => ({
      patterns: [key(node.path)],
      action: node.flags,
    })),
    commands: nodes
      .filter(({ commands }) => commands.length > 0)
      .map((node) => ({
        patterns: [`${key(node.path)}|0`],
        action: node.commands,
      })),
    args: nodes.flatMap(argumentCases),
  };
}

function argumentCases(node: Node): readonly Case<Source>[] {
  return node.args.map((action, index) => {
    const prefix = node.repeats && index === node.args.length - 1;
    const pattern = `${key(node.path)}|${prefix ? "" : index}`;
    return { patterns: [pattern], prefix, action };
  });
}

function flagPatterns(node: Node, { text, short }: Flag): readonly string[] {
  const spellings = short === undefined ? [text] : [text, short];
  return spellings.map((spelling) => `${key(node.path)}|${spelling}`);
}

function key(path: readonly string[]): string {
  return path.join(" ");
}
