/** The call that made a module, found in its file by a position that may be off by a little. */

import type { SourcePosition } from "@ghaf/module-system";
import type ts from "typescript";
import { bare, type TypeScript } from "./parsed-files.ts";

/** What the call is made with. */
export interface ModuleCall {
  readonly call: ts.CallExpression;
  readonly argument: ts.Expression;
}

interface Candidate extends ModuleCall {
  readonly start: number;
  /** Where the arguments' parenthesis opens. */
  readonly paren: number;
  readonly end: number;
  readonly isOnLine: boolean;
}

/**
 * Of a call the engine says the callee's name or the parenthesis, and a source map whatever it
 * has nearest before that.
 */
export function moduleCallAt(
  typescript: TypeScript,
  file: ts.SourceFile,
  { line, column }: SourcePosition,
): ModuleCall | undefined {
  const lineStart = file.getLineStarts()[line - 1];
  if (lineStart === undefined) return undefined;
  const at = lineStart + column - 1;
  const calls = callsOf(typescript, file).map(
    (call): Candidate => ({
      ...call,
      ...spanOf(call.call, file),
      isOnLine: startsOn(call.call, file, line),
    }),
  );
  const built = calls.filter(({ argument }) => isLiteral(typescript, argument));
  const around = ({ start, end }: Candidate) => start <= at && at < end;
  const inHead = ({ start, paren }: Candidate) => start <= at && at <= paren;
  return (
    shortestHead(calls.filter(inHead)) ??
    built.findLast((call) => call.isOnLine && around(call)) ??
    built.find((call) => call.isOnLine && call.start > at) ??
    built.findLast(around)
  );
}

/** Calls with an argument, outer ones first. */
function callsOf(typescript: TypeScript, file: ts.SourceFile): ModuleCall[] {
  const calls: ModuleCall[] = [];
  const open: ts.Node[] = [file];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const argument = typescript.isCallExpression(node)
      ? node.arguments[0]
      : undefined;
    if (argument !== undefined) {
      calls.push({ call: node as ts.CallExpression, argument });
    }
    const children: ts.Node[] = [];
    node.forEachChild((child) => void children.push(child));
    open.push(...children.reverse());
  }
  return calls;
}

function spanOf(call: ts.CallExpression, file: ts.SourceFile) {
  const beforeParen = call.typeArguments?.end ?? call.expression.end;
  return {
    start: call.getStart(file),
    paren: file.text.indexOf("(", beforeParen),
    end: call.end,
  };
}

function startsOn(node: ts.Node, file: ts.SourceFile, line: number): boolean {
  const start = node.getStart(file);
  return file.getLineAndCharacterOfPosition(start).line === line - 1;
}

function isLiteral(typescript: TypeScript, argument: ts.Expression): boolean {
  return typescript.isObjectLiteralExpression(bare(typescript, argument));
}

/** Of `a(b)(c)` at `a` the first call. */
function shortestHead(calls: readonly Candidate[]): Candidate | undefined {
  const length = ({ start, paren }: Candidate) => paren - start;
  return [...calls].sort((one, other) => length(one) - length(other))[0];
}
