/** Source files as syntax: read and parsed once each, when they are needed. */

import { dirname, resolve } from "node:path";
import type { SourcePosition } from "@ghaf/module-system";
import type ts from "typescript";
import { textOf } from "./text-of.ts";

/** The parser; loaded only where a line is needed, for that takes longer than most commands. */
export type TypeScript = typeof ts;

export interface ParsedFiles {
  /** Nothing when the file cannot be read. */
  file(path: string): ts.SourceFile | undefined;
  /** The file that an import of one that starts with a dot means. */
  imported(from: ts.SourceFile, specifier: string): ts.SourceFile | undefined;
}

/** What an import without extension may mean. */
const ENDINGS = ["", ".ts", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];

/** Sources that an import names as what they compile to. */
const COMPILED = /\.(m?)js$/;

export function createParsedFiles(typescript: TypeScript): ParsedFiles {
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const file = (path: string) => {
    if (!parsed.has(path)) parsed.set(path, parse(typescript, path));
    return parsed.get(path);
  };
  return {
    file,
    imported: (from, specifier) => {
      if (!specifier.startsWith(".")) return undefined;
      const path = resolve(dirname(from.fileName), specifier);
      const source = path.replace(COMPILED, ".$1ts");
      for (const candidate of [...ENDINGS.map((end) => path + end), source]) {
        const found = file(candidate);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

function parse(typescript: TypeScript, path: string) {
  const text = textOf(path);
  if (text === undefined) return undefined;
  const { Latest } = typescript.ScriptTarget;
  return typescript.createSourceFile(path, text, Latest, true);
}

/** Where a node starts, without the comments before it. */
export function positionOf(node: ts.Node): SourcePosition {
  const file = node.getSourceFile();
  const start = file.getLineAndCharacterOfPosition(node.getStart(file));
  return {
    file: file.fileName,
    line: start.line + 1,
    column: start.character + 1,
  };
}

/** The expression without what the compiler alone reads: parentheses, `as`, `satisfies`, `!`. */
export function bare<Other extends ts.Node>(
  typescript: TypeScript,
  expression: ts.Expression | Other,
): ts.Expression | Other {
  let inner = expression;
  while (
    typescript.isParenthesizedExpression(inner) ||
    typescript.isAsExpression(inner) ||
    typescript.isSatisfiesExpression(inner) ||
    typescript.isTypeAssertionExpression(inner) ||
    typescript.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}
