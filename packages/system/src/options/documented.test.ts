/** The declared options against the documented ones: same path, type, default and example, but for the rows of docs/option-deviations.json, and not one row too many. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import {
  type AnyType,
  accepts,
  documentTree,
  evaluate,
  module,
  type OptionEntry,
  t,
} from "@ghaf/module-system";
import { platformOptions } from "./platform-options.ts";

interface Documented {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown;
  readonly example?: unknown;
}

/** `type`, `default` and `example` are fields of the reference; `accepts` is what is accepted under the same words; `effect` what the option does. */
interface Deviation {
  readonly name: string;
  readonly field: "type" | "default" | "example" | "accepts" | "effect";
  /** Absent: the reference has no such field. */
  readonly documented?: unknown;
  readonly ours?: unknown;
  readonly why: string;
}
type Difference = Omit<Deviation, "why">;

const documented: readonly Documented[] = fromFile(
  "../../documented-options.json",
);
const deviations: readonly Deviation[] = fromFile(
  "../../../../docs/option-deviations.json",
);
const declared = documentTree(platformOptions);
const byName = new Map(declared.map((entry) => [entry.name, entry]));

test("the reference has 281 options, and all of them are declared", () => {
  assert.equal(documented.length, 281);
  const missing = documented.filter(({ name }) => !byName.has(name));
  assert.deepEqual(
    missing.map(({ name }) => name),
    [],
  );
});

test("type, default, example and accepted values differ exactly where the deviations say so", () => {
  const rows = deviations.filter(({ field }) => field !== "effect");
  assert.deepEqual(
    documented.flatMap(differences).map(asText).sort(),
    rows.map(({ why: _why, ...row }) => asText(row)).sort(),
  );
});

test("each deviation says why, and one of effect is in the option's description", () => {
  for (const { name, field, ours, why } of deviations) {
    assert.match(why, /\w+ \w+/, name);
    if (field === "effect") {
      assert.ok(byName.get(name)?.description.includes(String(ours)), name);
    }
  }
});

test("exactly the options that are not documented say where they come from", () => {
  const names = new Set(documented.map(({ name }) => name));
  for (const { name, origin } of declared) {
    if (names.has(name)) assert.equal(origin, undefined, name);
    else assert.match(origin ?? "absent", /^(tag|ours)$/, name);
  }
});

test("every option has a description of whole sentences", () => {
  for (const { name, description } of declared) {
    assert.match(description, /^[A-Z`].{10,}\.$/s, name);
  }
});

describe("defaults and examples are of the type of their option", () => {
  const platform = module({ options: platformOptions });
  const examples = declared.filter((entry) => "example" in entry);

  test("alone", () => {
    for (const { name, type, ...facts } of declared) {
      for (const field of ["default", "example"] as const) {
        if (field in facts) {
          assert.ok(accepts(type, facts[field]), `${field} of ${name}`);
        }
      }
    }
  });

  test("all defaults at once, down to the parts of submodules", () => {
    const evaluation = evaluate([platform]);
    evaluation.readAll();
    assert.deepEqual(evaluation.problems(), []);
  });

  test("each example as a definition", () => {
    const settable = examples.filter(({ name }) => !/\*|</.test(name));
    assert.ok(settable.length > 50);
    for (const { name, example } of settable) {
      const config = name
        .split(".")
        .reduceRight<unknown>((inner, step) => ({ [step]: inner }), example);
      const evaluation = evaluate([
        platform,
        module({ config: config as Record<string, never> }),
      ]);
      assert.equal(evaluation.lookUp(name).kind, "value", name);
      assert.deepEqual(evaluation.problems(), [], name);
    }
  });
});

function differences(row: Documented): readonly Difference[] {
  const entry = byName.get(row.name);
  if (entry === undefined) return [];
  const words = entry.type.words;
  const accepted = acceptedWords(entry);
  return [
    ...fieldDifference("type", row, { ...entry, type: words }),
    ...fieldDifference("default", row, entry),
    ...fieldDifference("example", row, entry),
    ...(accepted === words
      ? []
      : [
          {
            ...{ name: row.name, field: "accepts" as const },
            ...{ documented: row.type, ours: accepted },
          },
        ]),
  ];
}

function fieldDifference(
  field: "type" | "default" | "example",
  row: Documented,
  ours: { readonly [name in typeof field]?: unknown },
): readonly Difference[] {
  if (asText(row[field] ?? "absent") === asText(ours[field] ?? "absent")) {
    return field in row === field in ours ? [] : [difference()];
  }
  return [difference()];

  function difference(): Difference {
    return {
      ...{ name: row.name, field },
      ...(field in row ? { documented: row[field] } : {}),
      ...(field in ours ? { ours: ours[field] } : {}),
    };
  }
}

/** The words that the type has by its shape. */
function acceptedWords({ type, readOnly }: OptionEntry): string {
  return rebuilt(type).words + (readOnly ? " (read only)" : "");
}

function rebuilt(type: AnyType): AnyType {
  const { shape } = type;
  switch (shape.kind) {
    case "list":
      return t.listOf(rebuilt(shape.of));
    case "null-or":
      return t.nullOr(rebuilt(shape.of));
    case "either":
      return shape.of.map(rebuilt).reduce((one, other) => t.either(one, other));
    case "attributes":
      return rebuiltAttributes(type, shape.of);
    case "enum":
      return t.oneOf(...shape.values);
    case "integer":
      return shape.min === undefined ? t.integer : t.port;
    case "submodule":
      return t.submodule({});
    case "modules":
      return t.modules({});
    case "anything":
      return type;
    case "boolean":
    case "string":
    case "path":
    case "package":
    case "raw":
      return t[shape.kind];
  }
}

/** “attribute set” and “attribute set of anything” have one shape. */
function rebuiltAttributes({ words }: AnyType, of: AnyType): AnyType {
  if (of.shape.kind !== "anything") return t.attributesOf(rebuilt(of));
  return words === t.attributes.words ? t.attributes : t.anything;
}

/** As JSON with sorted names, so that two values are equal exactly if their texts are. */
function asText(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)),
        )
      : part,
  );
}

function fromFile<Rows>(path: string): Rows {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
}
