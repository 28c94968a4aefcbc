/** The files that examples are planned to, as they are committed: one tree for each machine. */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const golden = fileURLToPath(
  new URL("../../../packages/plan/golden/", import.meta.url),
);

export const examples = ["minimal", "headless", "laptop"] as const;
export type Example = (typeof examples)[number];

/** The examples as hosts with systemd have them, and the first as `ghaf up` plans it on somebody's machine. */
export const trees = [...examples, "instance"] as const;
export type Tree = (typeof trees)[number];

export interface PlannedFile {
  readonly example: Tree;
  /** Whose file it is. */
  readonly system: string;
  /** Absolute, on that machine. */
  readonly path: string;
  /** Where it is committed. */
  readonly place: string;
}

export function folderOf(example: Tree): string {
  return join(golden, example);
}

/** Those whose path on their machine matches. */
export function plannedFiles(path: RegExp): readonly PlannedFile[] {
  return trees.flatMap((example) => {
    const folder = folderOf(example);
    return filesBelow(folder)
      .map((place) => {
        const [system = "", ...rest] = relative(folder, place).split("/");
        return { example, system, path: `/${rest.join("/")}`, place };
      })
      .filter((file) => path.test(file.path));
  });
}

export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export function textOf({ place }: PlannedFile): string {
  return readFileSync(place, "utf8");
}
