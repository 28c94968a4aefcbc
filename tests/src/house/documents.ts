/** What the documents claim about the tree: paths that must exist, scenarios that must have a proof. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./sources.ts";

const topFolders = ["packages", "programs", "tests", "tools", "docs", ".ci"];
const pathPattern = new RegExp(
  String.raw`(?<![\w./-])(?:${topFolders.join("|").replace(".", "\\.")})/[\w./@{},-]*[\w}/]`,
  "g",
);

/** The paths that a text names from the top of the tree; `{a,b}` is both. */
export function pathsIn(text: string): string[] {
  const found = [...text.matchAll(pathPattern)].map(([path]) => path);
  return [...new Set(found.flatMap(expand))];
}

function expand(path: string): string[] {
  const braces = /^(.*?)\{([^{}]*)\}(.*)$/.exec(path);
  if (!braces) return [path];
  const [, before = "", choices = "", after = ""] = braces;
  return choices
    .split(",")
    .flatMap((choice) => expand(`${before}${choice}${after}`));
}

/** Those of `paths` that are not in the tree. */
export function absent(paths: readonly string[]): string[] {
  return paths.filter((path) => !existsSync(join(checkout, path)));
}

/** One row of docs/scenarios.md. */
export interface ScenarioRow {
  /** Such as "ADM-1". */
  readonly id: string;
  readonly text: string;
}

/** The rows of all tables whose first cell begins with a scenario's id. */
export function scenarioRows(text: string): ScenarioRow[] {
  return text.split("\n").flatMap((line) => {
    const id = /^\|\s*`?([A-Z]+-[0-9]+)\b/.exec(line)?.[1];
    return id === undefined ? [] : [{ id, text: line }];
  });
}

/**
 * Why a row is no proof: a cell of it must name a test file that is there and quote the name of a
 * test in it; or the row says what it waits for ("waits for ...").
 */
export function rowProblem(row: ScenarioRow): string | undefined {
  const cells = row.text.split("|").filter((cell) => cell.includes(".test.ts"));
  if (cells.length === 0) {
    return /\bwaits for \w/i.test(row.text)
      ? undefined
      : "names no test and does not say what it waits for";
  }
  return cells.map(proofProblem).find((problem) => problem !== undefined);
}

function proofProblem(cell: string): string | undefined {
  const files = pathsIn(cell).filter((path) => path.endsWith(".test.ts"));
  const [gone] = absent(files);
  if (gone !== undefined) return `${gone} does not exist`;
  const texts = files.map((path) => readFileSync(join(checkout, path), "utf8"));
  const titles = [...cell.matchAll(/"([^"]+)"/g)].map(
    ([, title = ""]) => title,
  );
  if (titles.length === 0) return "does not quote the test's name";
  const missing = titles.find(
    (title) => !texts.some((text) => text.includes(title)),
  );
  return missing && `no test called "${missing}" in ${files}`;
}
