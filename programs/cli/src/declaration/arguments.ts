/** Which word of a command line names a file and which an option: told apart by what they look like, so that either may be left out. */

import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { CliError } from "../ghaf/cli-error.ts";

export interface SortedArguments {
  /** As an absolute path. */
  readonly file: string | undefined;
  /** As it was typed. */
  readonly path: string | undefined;
}

export interface TypedArguments {
  readonly words: readonly string[];
  /** Of `--config`. */
  readonly config: string | undefined;
  /** Relative files start here. */
  readonly folder: string;
}

const EXTENSIONS = [".ts", ".mts", ".js", ".mjs", ".json", ".yaml", ".yml"];

/** @throws CliError `usage` for two of a kind */
export function sortArguments(typed: TypedArguments): SortedArguments {
  const { words, config, folder } = typed;
  const isFile = (word: string) => namesFile(word, folder);
  const files = words.filter(isFile);
  const paths = words.filter((word) => !isFile(word));
  const named = config === undefined ? files : [config, ...files];
  return {
    file: only(
      "file",
      named.map((file) => resolve(folder, file)),
    ),
    path: only("option", paths),
  };
}

/** Of a command that takes a configuration and no option. @throws CliError `not-found` for a word that is no file, `usage` for two */
export function onlyFile(typed: TypedArguments): string | undefined {
  const { file, path } = sortArguments(typed);
  if (path === undefined) return file;
  throw new CliError("not-found", `there is no file ${path}`);
}

function namesFile(word: string, folder: string): boolean {
  return (
    EXTENSIONS.includes(extname(word)) || existsSync(resolve(folder, word))
  );
}

function only(
  kind: string,
  [first, second]: readonly string[],
): string | undefined {
  if (second === undefined) return first;
  throw new CliError(
    "usage",
    `only one ${kind} can be given, not ${first} and ${second}`,
  );
}
