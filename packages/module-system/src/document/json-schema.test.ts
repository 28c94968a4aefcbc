import assert from "node:assert/strict";
import { test } from "node:test";
import { option } from "../declare/option.ts";
import { type OptionTree, removed, renamed } from "../declare/tree.ts";
import { narrowed, t } from "../declare/types.ts";
import { type JsonSchema, jsonSchema } from "./json-schema.ts";

const FACTS = { title: "A device", imports: "Other files." };

function schemaOf(tree: OptionTree): Record<string, JsonSchema> {
  return jsonSchema(tree, FACTS) as Record<string, JsonSchema>;
}

/** What the definition that stands for an option's type says of the value itself. */
function valueSchema(type: Parameters<typeof option>[0]): unknown {
  const schema = schemaOf({ it: option(type, { description: "It." }) });
  const { $ref } = (schema["properties"]?.["it"] ?? {}) as JsonSchema;
  const { anyOf } = resolved(schema, $ref) as { anyOf: readonly unknown[] };
  return anyOf[0];
}

function resolved(schema: Record<string, JsonSchema>, ref: unknown): unknown {
  const name = decodeURIComponent(String(ref).replace("#/$defs/", ""));
  return schema["$defs"]?.[name];
}

function wrappedForm(value: JsonSchema): JsonSchema {
  return {
    type: "object",
    properties: {
      $force: value,
      $byDefault: value,
      $before: value,
      $after: value,
    },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  };
}

test("a file has imports and the options, and no other names", () => {
  const boolean = { type: "boolean" };
  const group = { $ref: "#/$defs/ghaf" };
  const tree = {
    ghaf: {
      enable: option(t.boolean, {
        default: false,
        example: true,
        description: "Whether.",
        readOnly: true,
      }),
    },
  };
  assert.deepEqual(schemaOf(tree), {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A device",
    type: "object",
    properties: {
      $schema: { type: "string" },
      imports: {
        type: "array",
        items: { type: "string" },
        description: "Other files.",
      },
      ghaf: { $ref: "#/$defs/definition%20of%20ghaf" },
    },
    additionalProperties: false,
    $defs: {
      "definition of boolean": { anyOf: [boolean, wrappedForm(boolean)] },
      ghaf: {
        type: "object",
        properties: {
          enable: {
            $ref: "#/$defs/definition%20of%20boolean",
            description: "Whether.",
            default: false,
            examples: [true],
            readOnly: true,
          },
        },
        additionalProperties: false,
      },
      "definition of ghaf": { anyOf: [group, wrappedForm(group)] },
    },
  });
});

test("scalars stand where they are", () => {
  assert.deepEqual(valueSchema(t.string), { type: "string" });
  assert.deepEqual(valueSchema(t.path), { type: "string" });
  assert.deepEqual(valueSchema(t.package), { type: "string" });
  assert.deepEqual(valueSchema(t.integer), { type: "integer" });
  assert.deepEqual(valueSchema(t.port), {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
  });
  assert.deepEqual(valueSchema(t.oneOf("a", "b")), { enum: ["a", "b"] });
  assert.deepEqual(valueSchema(t.raw), {});
  const even = narrowed(t.integer, "an even number", (n) => n % 2 === 0);
  assert.deepEqual(valueSchema(even), {
    type: "integer",
    description: "Expected: an even number.",
  });
});

const VM = { a: option(t.string, { description: "A." }) };

test("types with parts are definitions under the option's path", () => {
  const tree = {
    either: option(t.either(t.nullOr(t.string), t.listOf(t.integer)), {
      description: "",
    }),
    vms: option(t.attributesOf(t.submodule(VM)), { description: "" }),
    any: option(t.anything, { description: "" }),
    later: option(t.modules({ b: option(t.string, { description: "B." }) }), {
      description: "",
    }),
  };
  const schema = schemaOf(tree);
  const values = Object.entries(schema["$defs"] ?? {}).filter(
    ([name]) => !name.startsWith("definition of "),
  );
  assert.deepEqual(Object.fromEntries(values), {
    either: {
      anyOf: [
        { anyOf: [{ type: "string" }, { type: "null" }] },
        { type: "array", items: { type: "integer" } },
      ],
    },
    "vms.<name>": {
      type: "object",
      properties: {
        a: { $ref: "#/$defs/definition%20of%20string", description: "A." },
      },
      additionalProperties: false,
    },
    vms: {
      type: "object",
      additionalProperties: {
        $ref: "#/$defs/definition%20of%20vms.%3Cname%3E",
      },
    },
    any: {
      type: "object",
      additionalProperties: { $ref: "#/$defs/definition%20of%20anything" },
    },
    "later.*": {
      type: "object",
      properties: {
        b: { $ref: "#/$defs/definition%20of%20string", description: "B." },
      },
      additionalProperties: false,
    },
    later: { type: "array", items: { $ref: "#/$defs/later.*" } },
  });
});

test("what is the same is there once, what only has one name is not", () => {
  const facts = { description: "" };
  const lists = t.attributesOf(t.listOf(t.string));
  const numbers = t.attributesOf(t.listOf(t.integer));
  const names = (tree: OptionTree) =>
    Object.keys(schemaOf(tree)["$defs"] ?? {}).filter(
      (name) => !name.startsWith("definition of "),
    );
  const either = { it: option(t.either(lists, numbers), facts) };
  assert.deepEqual(names(either), ["it.<name>", "it.<name> (2)", "it"]);
  const vm = option(t.listOf(t.submodule(VM)), facts);
  assert.deepEqual(names({ one: vm, two: vm }), ["one.*", "one"]);
});

test("options that went away say so", () => {
  const schema = schemaOf({
    old: renamed("ghaf", "fresh"),
    gone: removed("nobody had it"),
  });
  assert.deepEqual(schema["properties"]?.["old"], {
    deprecated: true,
    description: "Now called ghaf.fresh.",
  });
  assert.deepEqual(schema["properties"]?.["gone"], {
    not: {},
    description: "Not an option any more: nobody had it",
  });
});
