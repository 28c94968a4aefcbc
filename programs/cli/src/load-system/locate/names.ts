/** What a name in a file stands for: a constant's value or a function, here or in a file that it is imported from. */

import type ts from "typescript";
import {
  declarationIn,
  hasParameter,
  type Meaning,
  meaningOf,
} from "./declarations.ts";
import type { ParsedFiles, TypeScript } from "./parsed-files.ts";

export interface Names {
  /** Nothing for what is no constant and no function, or comes from a package. */
  meaning(name: ts.Identifier): Meaning | undefined;
}

interface Bindings {
  readonly typescript: TypeScript;
  readonly files: ParsedFiles;
}

/** Files may export each other's exports in a circle. */
const MOST_FILES = 20;

export function createNames(typescript: TypeScript, files: ParsedFiles): Names {
  const bindings = { typescript, files };
  return { meaning: (name) => meaning(bindings, name) };
}

function meaning(bindings: Bindings, name: ts.Identifier): Meaning | undefined {
  const { typescript } = bindings;
  let scope: ts.Node = name.parent;
  while (!typescript.isSourceFile(scope)) {
    if (hasParameter(typescript, scope, name.text)) return undefined;
    if (typescript.isBlock(scope)) {
      const here = declarationIn(typescript, scope.statements, name.text);
      if (here !== undefined) return meaningOf(typescript, here);
    }
    scope = scope.parent;
  }
  return meaningInFile(bindings, scope, { name: name.text, files: MOST_FILES });
}

/** What is looked up, and through how many more files. */
interface Wanted {
  readonly name: string;
  readonly files: number;
}

function meaningInFile(
  bindings: Bindings,
  file: ts.SourceFile,
  wanted: Wanted,
): Meaning | undefined {
  const { typescript } = bindings;
  const here = declarationIn(typescript, file.statements, wanted.name);
  if (here !== undefined) return meaningOf(typescript, here);
  for (const statement of file.statements) {
    if (!typescript.isImportDeclaration(statement)) continue;
    const imported = importedName(typescript, statement, wanted.name);
    if (imported === undefined) continue;
    const { moduleSpecifier: from } = statement;
    return meaningFrom(bindings, { file, from }, { ...wanted, name: imported });
  }
  return undefined;
}

/** The name that the other file has for what is called `name` here. */
function importedName(
  typescript: TypeScript,
  { importClause }: ts.ImportDeclaration,
  name: string,
): string | undefined {
  if (importClause?.name?.text === name) return "default";
  const named = importClause?.namedBindings;
  if (named === undefined || !typescript.isNamedImports(named)) {
    return undefined;
  }
  const found = named.elements.find((element) => element.name.text === name);
  return found && (found.propertyName ?? found.name).text;
}

function meaningFrom(
  bindings: Bindings,
  { file, from }: { file: ts.SourceFile; from: ts.Expression },
  wanted: Wanted,
): Meaning | undefined {
  if (!bindings.typescript.isStringLiteral(from)) return undefined;
  const other = bindings.files.imported(file, from.text);
  if (other === undefined || wanted.files === 0) return undefined;
  return exported(bindings, other, { ...wanted, files: wanted.files - 1 });
}

function exported(
  bindings: Bindings,
  file: ts.SourceFile,
  wanted: Wanted,
): Meaning | undefined {
  for (const statement of file.statements) {
    const value = exportedBy(bindings, { file, statement }, wanted);
    if (value !== undefined) return value;
  }
  return undefined;
}

function exportedBy(
  bindings: Bindings,
  { file, statement }: { file: ts.SourceFile; statement: ts.Statement },
  wanted: Wanted,
): Meaning | undefined {
  const { typescript } = bindings;
  if (wanted.name === "default") {
    if (typescript.isExportAssignment(statement)) return statement.expression;
    // A file of JSON is one expression.
    const isData = file.fileName.endsWith(".json");
    if (isData && typescript.isExpressionStatement(statement)) {
      return statement.expression;
    }
  }
  if (
    typescript.isVariableStatement(statement) ||
    typescript.isFunctionDeclaration(statement)
  ) {
    const isExported = statement.modifiers?.some(
      ({ kind }) => kind === typescript.SyntaxKind.ExportKeyword,
    );
    if (isExported !== true) return undefined;
    const found = declarationIn(typescript, [statement], wanted.name);
    return found && meaningOf(typescript, found);
  }
  if (!typescript.isExportDeclaration(statement)) return undefined;
  return reexported(bindings, { file, statement }, wanted);
}

function reexported(
  bindings: Bindings,
  { file, statement }: { file: ts.SourceFile; statement: ts.ExportDeclaration },
  wanted: Wanted,
): Meaning | undefined {
  const { exportClause, moduleSpecifier: from } = statement;
  if (exportClause === undefined) {
    return from && meaningFrom(bindings, { file, from }, wanted);
  }
  if (!bindings.typescript.isNamedExports(exportClause)) return undefined;
  const found = exportClause.elements.find(
    ({ name }) => name.text === wanted.name,
  );
  if (found === undefined) return undefined;
  const inner = { ...wanted, name: (found.propertyName ?? found.name).text };
  return from === undefined
    ? meaningInFile(bindings, file, inner)
    : meaningFrom(bindings, { file, from }, inner);
}
