/** The shape of code: how long files and functions are, how deep they go, and what they may not contain. */

import ts from "typescript";
import { isTest, nodesOf, placeOf, type Source } from "./sources.ts";

export const limits = {
  fileLines: 500,
  /** 95 of 100 files are shorter. */
  mostFileLines: 300,
  functionLines: 80,
  nesting: 3,
  parameters: 3,
} as const;

export function linesOf(source: Source): number {
  return source.text.trimEnd().split("\n").length;
}

/** The length that `share` of the files do not exceed. */
export function quantile(lengths: readonly number[], share: number): number {
  const sorted = [...lengths].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}

/** Functions that are too long, too deep or take too much. */
export function oversizedFunctions(source: Source): string[] {
  return [...nodesOf(source.tree)].filter(isFunction).flatMap((node) => {
    const found: string[] = [];
    const lines = linesBetween(source, node);
    if (lines > limits.functionLines) found.push(`${lines} lines`);
    const depth = nestingOf(node);
    if (depth > limits.nesting) found.push(`nested ${depth} deep`);
    const taken = parametersOf(node);
    if (taken > limits.parameters) found.push(`${taken} parameters`);
    return found.map((what) => `${placeOf(source, node)}: ${what}`);
  });
}

type FunctionNode = ts.FunctionLikeDeclaration & {
  readonly body: ts.ConciseBody;
};

function isFunction(node: ts.Node): node is FunctionNode {
  return ts.isFunctionLike(node) && "body" in node && node.body !== undefined;
}

function linesBetween(source: Source, node: ts.Node): number {
  const lineAt = (position: number) =>
    source.tree.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.getEnd()) - lineAt(node.getStart()) + 1;
}

/** Constructors do not count: an error's takes its message and cause beside its own facts. */
function parametersOf(node: FunctionNode): number {
  return ts.isConstructorDeclaration(node) ? 0 : node.parameters.length;
}

const opensBlock = new Set([
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.TryStatement,
]);

/** How many statements that open a block lie in each other; `else if` stays on its level. */
function nestingOf(node: ts.Node): number {
  let deepest = 0;
  node.forEachChild((child) => {
    if (isFunction(child)) return;
    deepest = Math.max(deepest, nestingOf(child) + levelOf(child));
  });
  return deepest;
}

function levelOf(node: ts.Node): number {
  const isElseIf =
    ts.isIfStatement(node) &&
    ts.isIfStatement(node.parent) &&
    node.parent.elseStatement === node;
  return opensBlock.has(node.kind) && !isElseIf ? 1 : 0;
}

/** Every `any` in a type. */
export function anysIn(source: Source): string[] {
  return [...nodesOf(source.tree)]
    .filter((node) => node.kind === ts.SyntaxKind.AnyKeyword)
    .map((node) => placeOf(source, node));
}

/** Variables of a module that can change: state that every importer shares. A main file has none. */
export function changingVariables(source: Source): string[] {
  if (/main\.ts$/.test(source.path)) return [];
  return source.tree.statements
    .filter(ts.isVariableStatement)
    .filter(
      ({ declarationList }) => !(declarationList.flags & ts.NodeFlags.Const),
    )
    .map((node) => placeOf(source, node));
}

const wiringFile = /^(programs\/[^/]+\/src\/(.+\/)?main\.ts|tests\/)/;

/** Reads of `process.env` and `process.argv` outside the files that wire a program. */
export function readsOfProcess(source: Source): string[] {
  if (isTest(source) || wiringFile.test(source.path)) return [];
  return [...nodesOf(source.tree)]
    .filter(ts.isPropertyAccessExpression)
    .filter(({ expression, name }) =>
      ["process.env", "process.argv"].includes(
        `${expression.getText()}.${name.text}`,
      ),
    )
    .map((node) => placeOf(source, node));
}

/** Whether the first thing in a file is a documentation comment. */
export function opensWithComment(source: Source): boolean {
  return source.text.replace(/^#!.*\n/, "").startsWith("/**");
}
