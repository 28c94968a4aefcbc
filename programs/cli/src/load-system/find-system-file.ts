/** Which file of a folder is its configuration. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { LocatedProblem } from "@ghaf/module-system";
import { fileProblem } from "./file-problem.ts";

const NAMES = [
  "system.ts",
  "system.mts",
  "system.js",
  "system.json",
  "system.yaml",
  "system.yml",
] as const;

export type FoundFile =
  | { readonly file: string }
  | { readonly problem: LocatedProblem };

/** @param folder an absolute path */
export function findSystemFile(folder: string): FoundFile {
  const [first, ...others] = NAMES.filter((name) =>
    existsSync(join(folder, name)),
  );
  if (first === undefined) return { problem: none(folder) };
  if (others.length > 0)
    return { problem: several(folder, [first, ...others]) };
  return { file: join(folder, first) };
}

function none(folder: string): LocatedProblem {
  return fileProblem({
    file: folder,
    reason: `has no configuration: none of ${NAMES.join(", ")}`,
    fix: "name a file, or make one with `ghaf init`",
  });
}

function several(folder: string, names: readonly string[]): LocatedProblem {
  return fileProblem({
    file: folder,
    reason: `has more than one configuration: ${names.join(", ")}`,
    fix: `name the one that is meant, such as ${names[0]}`,
  });
}
