/** From an expression to what stands in it under one name or index. */

import type ts from "typescript";
import type { Meaning } from "./declarations.ts";
import type { Names } from "./names.ts";
import { bare, type TypeScript } from "./parsed-files.ts";

/** What is looked for: a property's name or a list's index. */
export type Step = string | number;

export type Way =
  /** The step is found. */
  | {
      readonly kind: "found";
      /** What a message points at: the property's name, or the element. */
      readonly at: ts.Node;
      /** Absent: a method. */
      readonly value?: ts.Expression;
    }
  /** If anywhere, the step is in there. */
  | Inside;

interface Inside {
  readonly kind: "inside";
  readonly value: Meaning;
  /** In the value, this name comes before the step. */
  readonly member?: string;
  /** The value is a function's result. */
  readonly computed?: true;
}

export interface Syntax {
  readonly typescript: TypeScript;
  readonly names: Names;
}

/** Lists may be spread into each other in a circle. */
const DEEPEST_SPREAD = 5;

/** All ways, the likeliest first. */
export function waysInto(
  syntax: Syntax,
  expression: Meaning,
  step: Step,
): readonly Way[] {
  const { typescript } = syntax;
  const written = bare(typescript, expression);
  if (typescript.isObjectLiteralExpression(written)) {
    return intoObject(typescript, written, step);
  }
  if (typescript.isArrayLiteralExpression(written)) {
    return intoList(syntax, written, step);
  }
  return behind(syntax, written);
}

/** What is written last counts. */
function intoObject(
  typescript: TypeScript,
  { properties }: ts.ObjectLiteralExpression,
  step: Step,
): readonly Way[] {
  return properties.toReversed().flatMap((property): readonly Way[] => {
    if (typescript.isSpreadAssignment(property)) {
      return [inside(property.expression)];
    }
    const at = property.name;
    if (nameOf(typescript, at) !== String(step)) return [];
    const value = assignedTo(typescript, property);
    return [{ kind: "found", at, ...(value && { value }) }];
  });
}

function assignedTo(
  typescript: TypeScript,
  property: ts.ObjectLiteralElementLike,
): ts.Expression | undefined {
  if (typescript.isPropertyAssignment(property)) return property.initializer;
  return typescript.isShorthandPropertyAssignment(property)
    ? property.name
    : undefined;
}

/** Nothing for a computed name that is not plain text. */
function nameOf(
  typescript: TypeScript,
  name: ts.PropertyName,
): string | undefined {
  if (!typescript.isComputedPropertyName(name)) return name.text;
  const { expression } = name;
  return typescript.isStringLiteralLike(expression)
    ? expression.text
    : undefined;
}

function intoList(
  syntax: Syntax,
  list: ts.ArrayLiteralExpression,
  step: Step,
): readonly Way[] {
  if (typeof step !== "number") return [];
  const value = elementsOf(syntax, list, DEEPEST_SPREAD)[step];
  return value === undefined ? [] : [{ kind: "found", at: value, value }];
}

/** The elements as far as their indexes are known: up to a spread of something else than a list. */
function elementsOf(
  syntax: Syntax,
  list: ts.ArrayLiteralExpression,
  depth: number,
): readonly ts.Expression[] {
  const elements: ts.Expression[] = [];
  for (const element of list.elements) {
    if (syntax.typescript.isSpreadElement(element)) {
      const spread = listOf(syntax, element.expression);
      if (spread === undefined || depth === 0) return elements;
      elements.push(...elementsOf(syntax, spread, depth - 1));
    } else elements.push(element);
  }
  return elements;
}

function listOf(
  { typescript, names }: Syntax,
  expression: ts.Expression,
): ts.ArrayLiteralExpression | undefined {
  const written = bare(typescript, expression);
  const value = typescript.isIdentifier(written)
    ? names.meaning(written)
    : written;
  const list = value && bare(typescript, value);
  return list && typescript.isArrayLiteralExpression(list) ? list : undefined;
}

/** The expressions that this one takes its content from. */
function behind(
  { typescript, names }: Syntax,
  written: Meaning,
): readonly Way[] {
  if (typescript.isIdentifier(written)) {
    const value = names.meaning(written);
    return value === undefined ? [] : [inside(value)];
  }
  const member = memberOf(typescript, written);
  if (member !== undefined) return [member];
  if (typescript.isConditionalExpression(written)) {
    return [inside(written.whenTrue), inside(written.whenFalse)];
  }
  if (typescript.isBinaryExpression(written)) {
    return [inside(written.right), inside(written.left)];
  }
  if (typescript.isCallExpression(written)) {
    // What a wrapping is given; or else what a function of one's own makes.
    return [...written.arguments, written.expression].map(inside);
  }
  const result = resultOf(typescript, written);
  return result === undefined ? [] : [{ ...inside(result), computed: true }];
}

/** `value.member`, `value["member"]`. */
function memberOf(
  typescript: TypeScript,
  written: Meaning,
): Inside | undefined {
  if (typescript.isPropertyAccessExpression(written)) {
    return { ...inside(written.expression), member: written.name.text };
  }
  if (!typescript.isElementAccessExpression(written)) return undefined;
  const { argumentExpression: name, expression } = written;
  return typescript.isStringLiteralLike(name)
    ? { ...inside(expression), member: name.text }
    : undefined;
}

function inside(value: Meaning): Inside {
  return { kind: "inside", value };
}

/** What a function returns at its end. */
function resultOf(
  typescript: TypeScript,
  written: Meaning,
): ts.Expression | undefined {
  if (
    !typescript.isArrowFunction(written) &&
    !typescript.isFunctionExpression(written) &&
    !typescript.isFunctionDeclaration(written)
  ) {
    return undefined;
  }
  const { body } = written;
  if (body === undefined || !typescript.isBlock(body)) return body;
  const last = body.statements.at(-1);
  return last && typescript.isReturnStatement(last)
    ? last.expression
    : undefined;
}
