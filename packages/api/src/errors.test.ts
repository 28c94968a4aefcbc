/** Quoting: whatever comes from outside is printable, on one line, and bounded. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { quote } from "./errors.ts";

test("a quoted text has only characters that print where they stand", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      assert.doesNotMatch(quote(text), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
    { numRuns: 1_000 },
  );
});

test("a short text can be read back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      assert.equal(JSON.parse(quote(text)), text);
    }),
  );
});

test("a long text is cut", () => {
  assert.equal(quote("a".repeat(1_000)), `"${"a".repeat(80)}…"`);
});

for (const [text, quoted] of [
  ["\u001b[31m", '"\\u001b[31m"'],
  ["\u009b31m", '"\\u009b31m"'],
  ["a\u202eb", '"a\\u202eb"'],
  ["a\u2028b", '"a\\u2028b"'],
  ["\u{e0041}", '"\\udb40\\udc41"'],
] as const) {
  test(`escapes ${quoted}`, () => {
    assert.equal(quote(text), quoted);
  });
}
