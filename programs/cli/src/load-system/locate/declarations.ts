/** What a list of statements, or a function's parameters, declare under a name. */

import type ts from "typescript";
import type { TypeScript } from "./parsed-files.ts";

export type Declaration = ts.VariableDeclaration | ts.FunctionDeclaration;

/** What declares the name among these statements. */
export function declarationIn(
  typescript: TypeScript,
  statements: readonly ts.Statement[],
  name: string,
): Declaration | undefined {
  for (const statement of statements) {
    if (typescript.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find((one) =>
        binds(typescript, one.name, name),
      );
      if (found !== undefined) return found;
    } else if (
      typescript.isFunctionDeclaration(statement) &&
      statement.name?.text === name
    ) {
      return statement;
    }
  }
  return undefined;
}

/** What a name can stand for. */
export type Meaning = ts.Expression | ts.FunctionDeclaration;

/** Nothing for what may change, and for a part of a value. */
export function meaningOf(
  typescript: TypeScript,
  declaration: Declaration,
): Meaning | undefined {
  if (typescript.isFunctionDeclaration(declaration)) return declaration;
  const { parent, name, initializer } = declaration;
  const isConst = (parent.flags & typescript.NodeFlags.Const) !== 0;
  return isConst && typescript.isIdentifier(name) ? initializer : undefined;
}

/** Whether the name is a parameter of the function, if it is one. */
export function hasParameter(
  typescript: TypeScript,
  scope: ts.Node,
  name: string,
): boolean {
  return (
    typescript.isFunctionLike(scope) &&
    scope.parameters.some((one) => binds(typescript, one.name, name))
  );
}

function binds(
  typescript: TypeScript,
  binding: ts.BindingName,
  name: string,
): boolean {
  if (typescript.isIdentifier(binding)) return binding.text === name;
  return binding.elements.some(
    (element) =>
      typescript.isBindingElement(element) &&
      binds(typescript, element.name, name),
  );
}
