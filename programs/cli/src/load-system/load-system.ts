/** From the file of a configuration to its module, with everything that is wrong with the files. */

import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import type { LocatedProblem, Module } from "@ghaf/module-system";
import {
  type CodeOptions,
  type LoadedCode,
  loadCode,
} from "./code/load-code.ts";
import type { Builtin } from "./data/data-file.ts";
import { byPlace, fileProblem } from "./file-problem.ts";
import { ENDINGS, fileKind, suggestFile } from "./nearest-file.ts";
import { reasonOf } from "./read-text.ts";

export interface LoadOptions extends CodeOptions {
  /** What `ghaf:<name>` in a file of data stands for. */
  readonly builtin: Builtin;
}

export interface Loaded {
  /** Absent when there is an error among the problems. */
  readonly module: Module | undefined;
  readonly problems: readonly LocatedProblem[];
  /** Absolute paths of all files that were read. */
  readonly files: readonly string[];
  /** The source map, as JSON with absolute sources, of running code that call sites name. */
  sourceMapOf(name: string): string | undefined;
}

/** Loads a configuration; never throws for what is in files. @param file relative to the current folder, or absolute */
export async function loadSystem(
  file: string,
  options: LoadOptions,
): Promise<Loaded> {
  const asked = resolve(file);
  const found = realFile(asked);
  if (typeof found !== "string") return nothing(found);
  switch (fileKind(asked)) {
    case "code":
      return await loadFromCode(found, options);
    case "data":
      return await loadFromData(found, options);
    case undefined:
      return nothing(
        fileProblem({
          file: asked,
          reason: "is no kind of file that can be a configuration",
          fix: `a configuration ends in one of ${ENDINGS}`,
        }),
      );
  }
}

function realFile(asked: string): string | LocatedProblem {
  try {
    return realpathSync(asked);
  } catch (error) {
    const fix = suggestFile(asked);
    const reason = reasonOf(error);
    return fileProblem({ file: asked, reason, ...(fix && { fix }) });
  }
}

async function loadFromCode(
  first: string,
  options: LoadOptions,
): Promise<Loaded> {
  const code = await loadCode([first], options);
  return loadedFrom(code.modules.get(first), code);
}

async function loadFromData(
  first: string,
  options: LoadOptions,
): Promise<Loaded> {
  const { moduleOf, readDataGraph } = await import("./data/data-graph.ts");
  const graph = await readDataGraph(first, options.builtin);
  const code = await loadCode(graph.code, options);
  return loadedFrom(moduleOf(first, graph, code.modules), {
    ...code,
    problems: [...graph.problems, ...code.problems],
    files: [...graph.files, ...code.files],
  });
}

function loadedFrom(
  module: Module | undefined,
  { problems, files, running }: Omit<LoadedCode, "modules">,
): Loaded {
  const isSound = problems.every(({ level }) => level !== "error");
  return {
    module: isSound ? module : undefined,
    problems: [...problems].sort(byPlace),
    files,
    sourceMapOf: (name) => (name === running?.name ? running.map : undefined),
  };
}

function nothing(problem: LocatedProblem): Loaded {
  return loadedFrom(undefined, { problems: [problem], files: [] });
}
