/** For tests: a folder with files of a configuration, and what loading one of them says. */

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { LocatedProblem, Module } from "@ghaf/module-system";
import { type Esbuild, ownEsbuild } from "./code/own-esbuild.ts";
import { type Loaded, loadSystem } from "./load-system.ts";

export interface Project {
  readonly folder: string;
  /** Where it keeps what was compiled. */
  readonly cache: string;
  write(name: string, text: string): string;
  load(
    name: string,
    builtin?: Readonly<Record<string, Module>>,
  ): Promise<Loaded>;
  /** `file:line:column reason`, with paths from the folder. */
  said(problems: readonly LocatedProblem[]): readonly string[];
  /** How often esbuild has been started. */
  compilations(): number;
  kept(): readonly string[];
}

export type Files = Readonly<Record<string, string>>;

/** Gives a folder with these files to `body` and removes it afterwards. */
export async function withProject(
  files: Files,
  body: (project: Project) => Promise<void>,
): Promise<void> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ghaf-load-")));
  try {
    const project = projectIn(folder);
    for (const [name, text] of Object.entries(files)) project.write(name, text);
    await body(project);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function projectIn(folder: string): Project {
  const cache = join(folder, "cache", "ghaf");
  let compilations = 0;
  const startEsbuild = (): Esbuild => {
    compilations += 1;
    return ownEsbuild();
  };
  return {
    folder,
    cache,
    write: (name, text) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    load: (name, builtin = {}) =>
      loadSystem(join(folder, name), { builtin, cache, startEsbuild }),
    said: (problems) => problems.map((problem) => sentence(folder, problem)),
    compilations: () => compilations,
    kept: () => readdirSync(cache).map((name) => join(cache, name)),
  };
}

function sentence(folder: string, problem: LocatedProblem): string {
  const [place] = problem.places;
  const { file, line, column } = place?.position ?? {
    file: place?.label ?? "",
    line: 0,
    column: 0,
  };
  const where = `${relative(folder, file)}:${line}:${column}`;
  const fix = problem.fix === undefined ? "" : ` | ${problem.fix}`;
  return `${where} ${problem.reason}${fix}`;
}

/** Changes a file in place. */
export function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}
