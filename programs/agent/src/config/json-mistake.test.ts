import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findJsonMistake } from "./json-mistake.ts";

function mistake(text: string): string {
  const found = findJsonMistake(text);
  return found === undefined
    ? "none"
    : `${found.line}:${found.column} ${found.expected}`;
}

test("points at the mistake", () => {
  assert.equal(mistake(""), "1:1 a value");
  assert.equal(mistake("{'a': 1}"), "1:2 a name in double quotes or }");
  assert.equal(mistake('{\n  "a": 1,\n}'), "3:1 a name in double quotes");
  assert.equal(mistake('{\n  "a" 1}'), "2:7 a colon");
  assert.equal(mistake('{"a": 1\n "b": 2}'), "2:2 a comma or }");
  assert.equal(mistake("[1, 2"), "1:6 a comma or ]");
  assert.equal(mistake("[1,]"), "1:4 a value");
  assert.equal(mistake('{"a": tru}'), "1:7 a value");
  assert.equal(mistake('["a\nb"]'), "1:2 a value or ]");
  assert.equal(mistake("{} {}"), "1:4 the end");
  assert.equal(mistake("01"), "1:2 the end");
});

test("a string without an end takes no longer than its length", () => {
  assert.equal(mistake(`{"a": "${"x".repeat(1_000_000)}`), "1:7 a value");
});

test("no nesting is too deep", () => {
  assert.equal(mistake("[".repeat(200_000)), "1:200001 a value or ]");
});

test("finds a mistake exactly where JSON.parse does", () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }))
    .map(([json, at, cut, insert]) => {
      const start = at % (json.length + 1);
      return json.slice(0, start) + insert + json.slice(start + cut);
    });
  const letters = fc.string({
    unit: fc.constantFrom(...'{}[],:"\\/u0123.eE+- \n\ttruefalsnul'),
  });
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken, letters), (text) => {
      assert.equal(findJsonMistake(text) === undefined, isJson(text));
    }),
    { numRuns: 2_000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
