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

/** The schema of a file that defines options of this tree. What is needed more than once is a definition of the schema. */
export function jsonSchema(tree: OptionTree, facts: SchemaFacts): JsonSchema {
  const definitions: Definitions = {
    schemas: new Map(),
    names: new Map(),
    trees: new Map(),
  };
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
    $defs: Object.fromEntries(definitions.schemas),
  };
}

/** Schemas that are referred to: those of groups and lists by their paths, others by the words of their types. */
interface Definitions {
  readonly schemas: Map<string, JsonSchema>;
  /** Names by the text of the schema: what is the same is there once. */
  readonly names: Map<string, string>;
  /** References to the options of submodules: many options may have one type. */
  readonly trees: Map<OptionTree, JsonSchema>;
}

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
    return orWrapped(group, path.join("."), definitions);
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
  const { description, example, readOnly } = option;
  return {
    ...definitionSchema(option.type, path, definitions),
    description,
    ...(option.default === undefined ? {} : { default: option.default }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(readOnly ? { readOnly } : {}),
  };
}

/** What may stand at an option: the value, or the value with a priority or a place in a list. */
function definitionSchema(
  type: AnyType,
  path: Path,
  definitions: Definitions,
): JsonSchema {
  const value = typeSchema(type, path, definitions);
  const isScalar = isShort(value) && !("$ref" in value);
  const name = isScalar ? type.words : path.join(".");
  return orWrapped(value, name, definitions);
}

function orWrapped(
  value: JsonSchema,
  name: string,
  definitions: Definitions,
): JsonSchema {
  const inner = isShort(value) ? value : shared(value, name, definitions);
  const choice = { anyOf: [inner, wrapped(inner)] };
  return shared(choice, `definition of ${name}`, definitions);
}

/** An object with one key that says what is special about the value. */
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

/** Not worth a reference. */
function isShort(schema: JsonSchema): boolean {
  const { type } = schema;
  return type !== "object" && type !== "array" && !("anyOf" in schema);
}

/** A reference to the schema, which gets that name unless another one has it. */
function shared(
  schema: JsonSchema,
  wanted: string,
  { schemas, names }: Definitions,
): JsonSchema {
  const text = JSON.stringify(schema);
  let name = names.get(text) ?? wanted;
  for (let count = 2; !names.has(text) && schemas.has(name); count += 1) {
    name = `${wanted} (${count})`;
  }
  names.set(text, name);
  schemas.set(name, schema);
  return { $ref: `#/$defs/${pointerPart(name)}` };
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
  const of = (type: AnyType, ...step: Path) =>
    typeSchema(type, [...path, ...step], definitions);
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
    case "attributes":
      return {
        type: "object",
        additionalProperties: definitionSchema(
          shape.of,
          [...path, "<name>"],
          definitions,
        ),
      };
    case "anything":
    case "raw":
      return {};
    case "submodule":
      return treeSchema(shape.options, path, definitions);
    case "modules":
      return {
        type: "array",
        items: treeSchema(shape.options, [...path, "*"], definitions),
      };
  }
}

/** Made once for each tree, under the path of the first option that has it. */
function treeSchema(
  tree: OptionTree,
  path: Path,
  definitions: Definitions,
): JsonSchema {
  const known = definitions.trees.get(tree);
  if (known !== undefined) return known;
  const schema = groupSchema(tree, path, definitions);
  const made = shared(schema, path.join("."), definitions);
  definitions.trees.set(tree, made);
  return made;
}
