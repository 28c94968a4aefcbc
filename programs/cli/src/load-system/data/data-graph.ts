/** All files of data that one leads to, and the modules they become. */

import type { LocatedProblem, Module } from "@ghaf/module-system";
import { type Builtin, type DataFile, readDataFile } from "./data-file.ts";

export interface DataGraph {
  /** Real paths of all files of data, in the order of first mention. */
  readonly files: readonly string[];
  /** Those that could be read, by real path. */
  readonly read: ReadonlyMap<string, DataFile>;
  /** Real paths of the files of code that they import, in the order of first mention. */
  readonly code: readonly string[];
  readonly problems: readonly LocatedProblem[];
}

/** Reads a file and everything it imports, each file once. @param first a real path */
export async function readDataGraph(
  first: string,
  builtin: Builtin,
): Promise<DataGraph> {
  const all = new Map<string, DataFile>();
  const code = new Set<string>();
  const problems: LocatedProblem[] = [];
  const asked = new Set([first]);
  // A set grows while it is walked.
  for (const file of asked) {
    const read = await readDataFile({ file, builtin });
    if ("level" in read) {
      problems.push(read);
      continue;
    }
    all.set(file, read);
    problems.push(...read.problems);
    for (const one of read.imports) {
      if (one.kind === "data") asked.add(one.file);
      if (one.kind === "code") code.add(one.file);
    }
  }
  return { files: [...asked], read: all, code: [...code], problems };
}

/** The module of a file. An import that leads back to where it came from adds nothing and is left out. */
export function moduleOf(
  first: string,
  { read }: DataGraph,
  code: ReadonlyMap<string, Module>,
): Module | undefined {
  const made = new Map<string, Module>();
  const open = new Set<string>();
  const make = (path: string): Module | undefined => {
    const file = read.get(path);
    if (file === undefined || open.has(path)) return made.get(path);
    const known = made.get(path);
    if (known !== undefined) return known;
    open.add(path);
    const imports = file.imports.map((one) => {
      if (one.kind === "builtin") return one.module;
      return one.kind === "code" ? code.get(one.file) : make(one.file);
    });
    open.delete(path);
    const module = file.module(imports.filter((one) => one !== undefined));
    made.set(path, module);
    return module;
  };
  return make(first);
}
