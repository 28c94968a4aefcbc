/** What a configuration file in JSON or YAML may say, as JSON Schema (draft 2020-12) for editors. */

import type { Form } from "../declare/form.ts";
import type { Option } from "../declare/option.ts";
import type { AnyType } from "../declare/option-type.ts";
import { type Moved, NODE, type OptionTree } from "../declare/tree.ts";

/** JSON Schema: https://json-schema.org/draft/2020-12/json-schema-core */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface SchemaFacts {
  readonly title: string;
  /** What `imports` of a file may name. */
  readonly imports: string;
}

/** The schema of a file that defines options of this tree. Options are definitions of the schema, named by their paths. */
export function jsonSchema(tree: OptionTree, facts: SchemaFacts): JsonSchema {
  const definitions: Definitions = new Map();
  const { properties } = groupSchema(tree, [], definitions);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: facts.title,
    type: "object",
    properties: {
      // Editors put the name of the schema into the file.
      $schema: { type: "string" },
      imports: {
        type: "array",
        items: { type: "string" },
        description: facts.imports,
      },
      ...properties,
    },
    additionalProperties: false,
    $defs: Object.fromEntries(definitions),
  };
}

/** Schemas of options and of types with parts, by path: they are referred to more than once. */
type Definitions = Map<string, JsonSchema>;
type Path = readonly string[];

interface ObjectSchema extends JsonSchema {
  readonly properties: JsonSchema;
}

function groupSchema(
  tree: OptionTree,
  path: Path,
  definitions: Definitions,
): ObjectSchema {
  const members = Object.entries(tree).map(([name, node]) => [
    name,
    nodeSchema(node, [...path, name], definitions),
  ]);
  return {
    type: "object",
    properties: Object.fromEntries(members),
    additionalProperties: false,
  };
}

function nodeSchema(
  node: OptionTree[string],
  path: Path,
  definitions: Definitions,
): JsonSchema {
  if (!(NODE in node)) {
    const group = groupSchema(node as OptionTree, path, definitions);
    return orWrapped(group, path, definitions);
  }
  const leaf = node as Option<unknown, Form> | Moved;
  switch (leaf[NODE]) {
    case "option":
      return optionSchema(leaf, path, definitions);
    case "renamed":
      return {
        deprecated: true,
        description: `Now called ${leaf.to.join(".")}.`,
      };
    case "removed":
      return { not: {}, description: `Not an option any more: ${leaf.reason}` };
  }
}

function optionSchema(
  option: Option<unknown, Form>,
  path: Path,
  definitions: Definitions,
): JsonSchema {
  const { type, description, example, readOnly } = option;
  const value = typeSchema(type, path, definitions);
  return {
    ...orWrapped(value, path, definitions),
    description,
    ...(option.default === undefined ? {} : { default: option.default }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(readOnly ? { readOnly } : {}),
  };
}

/** The value, or an object with one key that says its priority or its place in a list. */
function orWrapped(
  value: JsonSchema,
  path: Path,
  definitions: Definitions,
): JsonSchema {
  if (isShort(value)) return { anyOf: [value, wrapped(value)] };
  const name = define(value, path.join("."), definitions);
  const named = { $ref: `#/$defs/${pointerPart(name)}` };
  return { anyOf: [named, wrapped(named)] };
}

/** @returns the name; two types of one path, as `either` has them, get two */
function define(
  value: JsonSchema,
  wanted: string,
  definitions: Definitions,
): string {
  const text = JSON.stringify(value);
  let name = wanted;
  for (let count = 2; definitions.has(name); count += 1) {
    if (JSON.stringify(definitions.get(name)) === text) return name;
    name = `${wanted}(${count})`;
  }
  definitions.set(name, value);
  return name;
}

function wrapped(value: JsonSchema): JsonSchema {
  const words = ["$force", "$byDefault", "$before", "$after"];
  return {
    type: "object",
    properties: Object.fromEntries(words.map((word) => [word, value])),
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  };
}

function isShort(schema: JsonSchema): boolean {
  return (
    schema["type"] !== "object" &&
    schema["type"] !== "array" &&
    !("anyOf" in schema)
  );
}

/** RFC 6901 section 3, and RFC 3986 for what cannot stand in a fragment. */
function pointerPart(name: string): string {
  const escaped = name.replaceAll("~", "~0").replaceAll("/", "~1");
  return encodeURIComponent(escaped);
}

function typeSchema(
  type: AnyType,
  path: Path,
  definitions: Definitions,
): JsonSchema {
  const expected = type.narrowings.map((narrowing) => narrowing.expected);
  const schema = shapeSchema(type, path, definitions);
  return expected.length === 0
    ? schema
    : { ...schema, description: `Expected: ${expected.join("; ")}.` };
}

function shapeSchema(
  { shape }: AnyType,
  path: Path,
  definitions: Definitions,
): JsonSchema {
  const of = (type: AnyType, step?: string) =>
    typeSchema(type, step === undefined ? path : [...path, step], definitions);
  switch (shape.kind) {
    case "boolean":
      return { type: "boolean" };
    case "string":
    case "path":
    case "package":
      return { type: "string" };
    case "integer":
      return {
        type: "integer",
        ...(shape.min === undefined ? {} : { minimum: shape.min }),
        ...(shape.max === undefined ? {} : { maximum: shape.max }),
      };
    case "enum":
      return { enum: shape.values };
    case "null-or":
      return { anyOf: [of(shape.of), { type: "null" }] };
    case "either":
      return { anyOf: shape.of.map((one) => of(one)) };
    case "list":
      return { type: "array", items: of(shape.of, "*") };
    case "attributes": {
      const value = of(shape.of, "<name>");
      return {
        type: "object",
        additionalProperties: orWrapped(
          value,
          [...path, "<name>"],
          definitions,
        ),
      };
    }
    case "anything":
    case "raw":
      return {};
    case "submodule":
      return groupSchema(shape.options, path, definitions);
    case "modules": {
      const inner = groupSchema(shape.options, [...path, "*"], definitions);
      return { type: "array", items: inner };
    }
  }
}
