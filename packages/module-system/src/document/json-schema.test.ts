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

function optionSchema(type: Parameters<typeof option>[0]): JsonSchema {
  const schema = schemaOf({ it: option(type, { description: "It." }) });
  return schema["properties"]?.["it"] as JsonSchema;
}

/** The value itself, without wrapping. */
function valueSchema(type: Parameters<typeof option>[0]): unknown {
  return (optionSchema(type)["anyOf"] as readonly unknown[])[0];
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
      ghaf: { anyOf: [group, wrappedForm(group)] },
    },
    additionalProperties: false,
    $defs: {
      ghaf: {
        type: "object",
        properties: {
          enable: {
            anyOf: [boolean, wrappedForm(boolean)],
            description: "Whether.",
            default: false,
            examples: [true],
            readOnly: true,
          },
        },
        additionalProperties: false,
      },
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

test("types with parts are definitions under the option's path", () => {
  const tree = {
    either: option(t.either(t.nullOr(t.string), t.listOf(t.integer)), {
      description: "",
    }),
    vms: option(
      t.attributesOf(t.submodule({ a: option(t.path, { description: "A." }) })),
      {
        description: "",
      },
    ),
    any: option(t.anything, { description: "" }),
    later: option(t.modules({ b: option(t.string, { description: "B." }) }), {
      description: "",
    }),
  };
  const defs = schemaOf(tree)["$defs"] ?? {};
  assert.deepEqual(Object.keys(defs), [
    "either",
    "vms.<name>",
    "vms",
    "any",
    "later",
  ]);
  assert.deepEqual(defs["either"], {
    anyOf: [
      { anyOf: [{ type: "string" }, { type: "null" }] },
      { type: "array", items: { type: "integer" } },
    ],
  });
  const value = { $ref: "#/$defs/vms.%3Cname%3E" };
  assert.deepEqual(defs["vms"], {
    type: "object",
    additionalProperties: { anyOf: [value, wrappedForm(value)] },
  });
  assert.deepEqual(
    Object.keys(
      (defs["later"] as Record<string, JsonSchema>)["items"]?.["properties"] ??
        {},
    ),
    ["b"],
  );
});

test("two types of one path are two definitions", () => {
  const lists = t.attributesOf(t.listOf(t.string));
  const numbers = t.attributesOf(t.listOf(t.integer));
  const tree = { it: option(t.either(lists, numbers), { description: "" }) };
  assert.deepEqual(Object.keys(schemaOf(tree)["$defs"] ?? {}), [
    "it.<name>",
    "it.<name>(2)",
    "it",
  ]);
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
