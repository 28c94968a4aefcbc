/** What a file imports, and which of it the import table refuses. */

import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { homes, importTable } from "./import-table.ts";
import {
  checkout,
  isTest,
  nodesOf,
  placeOf,
  type Source,
  workspaces,
} from "./sources.ts";

interface Import {
  /** As written, such as "./names.ts" or "@ghaf/api". */
  readonly specifier: string;
  readonly place: string;
}

/** What others may import of a workspace, from its package.json. */
interface Door {
  readonly workspace: string;
  /** Keys of its `exports`, such as "." or "./proto/*". */
  readonly exports: readonly string[];
}

/** Every import, export-from, dynamic import and require of a file. */
export function importsOf(source: Source): Import[] {
  const found: Import[] = [];
  for (const node of nodesOf(source.tree)) {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      found.push({ specifier, place: placeOf(source, node) });
    }
  }
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return textOf(node.moduleSpecifier);
  }
  if (ts.isExternalModuleReference(node)) return textOf(node.expression);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return textOf(node.argument.literal);
  }
  if (ts.isCallExpression(node) && loadsModule(node.expression)) {
    return textOf(node.arguments[0]);
  }
  return undefined;
}

function loadsModule(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(callee) && callee.text === "require")
  );
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** The imports of a file that break the table, one line each. */
export function refusedImports(
  source: Source,
  doors: ReadonlyMap<string, Door>,
): string[] {
  return importsOf(source).flatMap(({ specifier, place }) => {
    const reason = refusal(source, specifier, doors);
    return reason === undefined ? [] : [`${place}: "${specifier}": ${reason}`];
  });
}

function refusal(
  source: Source,
  specifier: string,
  doors: ReadonlyMap<string, Door>,
): string | undefined {
  if (specifier.startsWith(".")) return refuseRelative(source, specifier);
  if (isBuiltin(specifier)) return refuseNode(source, specifier);
  if (specifier.startsWith("@ghaf/")) {
    return refuseOurs(source, specifier, doors);
  }
  return homes.find(
    ({ library, files }) => library.test(specifier) && !files.test(source.path),
  )?.said;
}

function refuseRelative(source: Source, specifier: string): string | undefined {
  const target = join(dirname(source.path), specifier);
  return target.startsWith(`${source.workspace}/src/`)
    ? undefined
    : "leaves its workspace; import the other one by its name";
}

function refuseNode(source: Source, specifier: string): string | undefined {
  if (!specifier.startsWith("node:")) return `write "node:${specifier}"`;
  const rights = importTable[source.workspace]?.node;
  if (isTest(source) || rights === "all") return undefined;
  if (rights?.includes(specifier)) return undefined;
  return rights === "none"
    ? `${source.workspace} is pure`
    : `${source.workspace} may import only ${rights}`;
}

function refuseOurs(
  source: Source,
  specifier: string,
  doors: ReadonlyMap<string, Door>,
): string | undefined {
  const name = specifier.split("/").slice(0, 2).join("/");
  const door = doors.get(name);
  if (!door) return "there is no such workspace";
  if (!importTable[source.workspace]?.ours.includes(door.workspace)) {
    return `${source.workspace} may not import ${door.workspace}`;
  }
  const subpath = `.${specifier.slice(name.length)}`;
  return door.exports.some((pattern) => matches(pattern, subpath))
    ? undefined
    : `${door.workspace} does not export it`;
}

function matches(pattern: string, subpath: string): boolean {
  const [head = "", tail] = pattern.split("*");
  if (tail === undefined) return pattern === subpath;
  return subpath.startsWith(head) && subpath.endsWith(tail);
}

/** The doors of all workspaces by package name. */
export function doorsOfAll(): ReadonlyMap<string, Door> {
  return new Map(
    workspaces().map((workspace) => {
      const path = join(checkout, workspace, "package.json");
      const { name, exports = {} } = JSON.parse(readFileSync(path, "utf8"));
      return [String(name), { workspace, exports: Object.keys(exports) }];
    }),
  );
}
