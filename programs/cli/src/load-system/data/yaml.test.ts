/** The reader of YAML: the core schema, its bounds and its places. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { stringify } from "yaml";
import { plainValue } from "./definitions.ts";
import { parseJson } from "./json.ts";
import { parseYaml } from "./yaml.ts";

function valueIn(text: string): unknown {
  const { node, faults } = parseYaml(text);
  assert.deepEqual(faults, []);
  assert.ok(node);
  return plainValue(node);
}

function faultsIn(text: string): readonly (readonly [number, string])[] {
  return parseYaml(text).faults.map(({ at, reason }) => [at, reason]);
}

describe("parseYaml", () => {
  it("has the types of the core schema, and no others", () => {
    const text = `
a: [1, 0x1F, 0o17, 1.5e3, -0, true, false, null, ~, ]
b: [yes, off, 2001-01-01, 1_000, 0b1, "1", '2']
080: <<
? x
: |
  text
y:
`;
    assert.deepEqual(valueIn(text), {
      a: [1, 31, 15, 1500, -0, true, false, null, null],
      b: ["yes", "off", "2001-01-01", "1_000", "0b1", "1", "2"],
      "080": "<<",
      x: "text\n",
      y: null,
    });
  });

  it("reads what was written from any value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        assert.deepEqual(valueIn(stringify(plain)), plain);
      }),
    );
  });

  it("agrees with JSON on places", () => {
    const text = '{"a": [1,\n "x"], "b": {"c": null}}';
    assert.deepEqual(parseYaml(text), parseJson(text));
  });

  it("follows aliases, and keeps to a bound", () => {
    assert.deepEqual(valueIn("a: &x {n: [1]}\nb: *x\nc: [*x, *x]\n"), {
      a: { n: [1] },
      b: { n: [1] },
      c: [{ n: [1] }, { n: [1] }],
    });
    const levels = Array.from({ length: 40 }, (_, level) =>
      level === 0
        ? "l0: &l0 lol"
        : `l${level}: &l${level} [${`*l${level - 1}, `.repeat(10)}]`,
    );
    assert.deepEqual(
      faultsIn(levels.join("\n")).map(([, reason]) => reason),
      ["has aliases that stand for more than 100000 characters"],
    );
    const long = `a: &a ${"x".repeat(60_000)}\nb: [*a, *a]\n`;
    assert.equal(faultsIn(long).length, 1);
  });

  for (const [text, ...expected] of [
    ["a: *b", [3, "refers to &b, which is not before it"]],
    ["a: &a [*a]", [7, "refers to &a, which contains it"]],
    [
      "a: 1\nb: 2\na: 3\na: 4",
      [10, 'has the name "a" twice'],
      [15, 'has the name "a" twice'],
    ],
    ["a: !thing 1", [3, "has a tag that is not of YAML's core schema"]],
    ["a: !!set {b}", [3, "has a tag that is not of YAML's core schema"]],
    ["a: .inf", [3, "has Infinity, which is not a number"]],
    ["? [a]\n: 1", [2, "has a list or a map for a name"]],
    ["a:\n\tb: 1", [3, "is indented with a tab"]],
    [
      "a:\n  b:1\n  c: 2",
      [5, "has a name that goes on over the end of its line"],
    ],
    ["a: b: c", [3, "has a name inside of a value"]],
    ["a: 1\n--- \nb: 2", [5, "has more than one document"]],
    [
      `${"[".repeat(300)}${"]".repeat(300)}`,
      [101, "is nested more than 100 levels deep"],
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      const faults = faultsIn(text);
      assert.ok(parseYaml(text).faults.every(({ fix }) => fix !== undefined));
      assert.deepEqual(faults.slice(0, expected.length), expected);
    });
  }

  it("refuses what is nested deeper than a stack, in any form", () => {
    for (const open of ["[", "{a: ", "- ", "? "]) {
      const { faults } = parseYaml(open.repeat(2 ** 15));
      assert.ok(faults.length > 0, open);
    }
  });
});
