import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  debugLine,
  debugLines,
  float,
  list,
  struct,
  text,
} from "./debug-value.ts";

test("strings are escaped as Rust does", () => {
  const printed = debugLine(text("a\"b\\c\n\r\t\0\u001b\u007f\u202eä'"));
  assert.equal(printed, '"a\\"b\\\\c\\n\\r\\t\\0\\u{1b}\\u{7f}\\u{202e}ä\'"');
});

test("no text can leave its quotes or its line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (untrusted) => {
      const printed = debugLine(text(untrusted));
      assert.match(printed, /^"([^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u);
    }),
  );
});

for (const [value, printed] of [
  [0, "0.0"],
  [-0, "-0.0"],
  [1, "1.0"],
  [0.1, "0.1"],
  [12.34, "12.34"],
  [100, "100.0"],
  [1e-7, "1e-7"],
  [1.5e16, "1.5e16"],
  [16_777_216, "16777216.0"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-inf"],
] as const) {
  test(`a 32-bit float: ${printed}`, () => {
    assert.equal(debugLine(float(Math.fround(value))), printed);
  });
}

test("a printed float reads back as the same 32-bit float", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const back = Math.fround(Number(debugLine(float(value))));
      assert.equal(Object.is(back, value), true);
    }),
  );
});

test("the two layouts hold the same words", () => {
  const value = list([struct("A", { b: text("c"), d: list([]) })]);
  assert.equal(debugLine(value), '[A { b: "c", d: [] }]');
  assert.equal(
    debugLines(value),
    '[\n    A {\n        b: "c",\n        d: [],\n    },\n]',
  );
});
