/** The source files of this project as the checks of this folder read them: parsed once, never run. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** The checkout. */
export const checkout = join(import.meta.dirname, "../../..");

/** A hand-written TypeScript file. */
export interface Source {
  /** From the checkout, such as "packages/api/src/names.ts". */
  readonly path: string;
  /** The folder of the workspace, such as "packages/api". */
  readonly workspace: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

const untracked = new Set(["node_modules", "dist", ".git", ".cache"]);

/** Every folder of the checkout that holds our work. */
export function folders(top = ""): string[] {
  return readdirSync(join(checkout, top), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !untracked.has(entry.name))
    .map((entry) => join(top, entry.name))
    .flatMap((path) => [path, ...(isTree(path) ? [] : folders(path))]);
}

/** Below it are the files of other machines, in their places. */
function isTree(path: string): boolean {
  return path === "packages/plan/golden";
}

/** Folders of all workspaces, such as "packages/api". */
export function workspaces(): string[] {
  return [
    ...["packages", "programs"].flatMap((top) =>
      readdirSync(join(checkout, top)).map((name) => `${top}/${name}`),
    ),
    "tests",
  ];
}

/** All hand-written TypeScript files; generated code is left out. */
export function allSources(): Source[] {
  return workspaces().flatMap((workspace) =>
    readdirSync(join(checkout, workspace, "src"), { recursive: true })
      .map((name) => join(workspace, "src", String(name)))
      .filter((path) => path.endsWith(".ts") && !path.includes("/src/gen/"))
      .map((path) =>
        parseSource(
          path,
          workspace,
          readFileSync(join(checkout, path), "utf8"),
        ),
      ),
  );
}

export function parseSource(
  path: string,
  workspace: string,
  text: string,
): Source {
  const target = ts.ScriptTarget.Latest;
  const tree = ts.createSourceFile(path, text, target, true);
  return { path, workspace, text, tree };
}

/** A test, or a part of a contract that several tests run. */
export function isTest(source: Source): boolean {
  return /\.test\.ts$|\/contract\//.test(source.path);
}

/** Every node of a file, outer before inner. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  return children;
}

/** "path:line" of a node, as editors open it. */
export function placeOf(source: Source, node: ts.Node): string {
  const at = source.tree.getLineAndCharacterOfPosition(node.getStart());
  return `${source.path}:${at.line + 1}`;
}
