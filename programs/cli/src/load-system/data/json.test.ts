/** The reader of JSON against the engine's own, and its places. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { plainValue } from "./definitions.ts";
import { parseJson } from "./json.ts";

function valueIn(text: string): unknown {
  const { node, faults } = parseJson(text);
  assert.deepEqual(faults, []);
  assert.ok(node);
  return plainValue(node);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const COMMENTS =
  "JSON has no comments: leave it out, or write the file in YAML";

describe("parseJson", () => {
  it("reads what the engine reads, to the same value", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.nat({ max: 4 }),
        (value, indent) => {
          const text = JSON.stringify(value, undefined, indent);
          assert.deepEqual(valueIn(text), JSON.parse(text));
        },
      ),
    );
  });

  it("refuses what the engine refuses", () => {
    const pieces = fc.constantFrom(
      ..."{}[],:\"\\ \n\t0.1eE+-ntrufalsx'/\u0001é",
      '"a"',
      '"\\u00e9"',
      '"\\ud800"',
      "true",
      "null",
      "-0",
      "1e5",
      "01",
      '{"a":1}',
      "[]",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        const { faults } = parseJson(text);
        const isSound = faults.every(({ reason }) => reason.includes("twice"));
        assert.equal(isSound, isJson(text), text);
      }),
      { numRuns: 3000 },
    );
  });

  it("says where each value and name stands", () => {
    const { node } = parseJson('{"a": [1,\n "x"]}');
    assert.deepEqual(node, {
      kind: "map",
      at: 0,
      entries: [
        {
          name: "a",
          at: 1,
          node: {
            kind: "list",
            at: 6,
            items: [
              { kind: "scalar", at: 7, value: 1 },
              { kind: "scalar", at: 11, value: "x" },
            ],
          },
        },
      ],
    });
  });

  for (const [text, at, reason] of [
    ["", 0, "is not JSON: expected a value, found the end of the file"],
    ['{"a":1,}', 7, 'is not JSON: expected a name in double quotes, found "}"'],
    ["[1 2]", 3, 'is not JSON: expected "," or "]", found "2"'],
    ['{"a" 1}', 5, 'is not JSON: expected ":", found "1"'],
    ["[] x", 3, 'is not JSON: expected the end of the file, found "x"'],
    ["[NaN]", 1, 'is not JSON: expected a value, found "N"'],
    [
      '["a\nb"]',
      1,
      'is not JSON: expected a text that ends on its line, found "\\""',
    ],
    ["[01]", 2, 'is not JSON: expected "," or "]", found "1"'],
    [`${"[".repeat(200)}`, 101, "is nested more than 100 levels deep"],
    ['{"a":1,"b":2,"a":3}', 13, 'has the name "a" twice'],
  ] as const) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      const [fault] = parseJson(text).faults;
      assert.deepEqual([fault?.at, fault?.reason], [at, reason]);
    });
  }

  for (const [text, fix] of [
    ['{"a":1,}', "leave out the comma before it"],
    ["[1,]", "leave out the comma before it"],
    ["[1] // one", COMMENTS],
    ["# one\n[1]", COMMENTS],
    ["['a']", 'write plain double quotes: "'],
    ["{a:1}", 'write it in double quotes: "name"'],
    ['{"a":1 "b":2}', "put a comma before it"],
    ["[01]", "write the number without zeros before it"],
    ["[1", "finish what is open"],
    ["", 'write the options: { "ghaf": { … } }'],
    ["[] x", "leave out what is behind the value"],
    ['{"a" 1}', 'write ":" here'],
  ] as const) {
    it(`says what to do about ${text}`, () => {
      assert.equal(parseJson(text).faults[0]?.fix, fix);
    });
  }
});
