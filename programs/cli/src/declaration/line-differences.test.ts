/** Changed lines, for any two texts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { lineDifferences } from "./line-differences.ts";

test("only what changed is told, in its order", () => {
  assert.deepEqual(lineDifferences("a\nb\nc\n", "a\nx\nc\nd\n"), [
    { sign: "-", text: "b" },
    { sign: "+", text: "x" },
    { sign: "+", text: "d" },
  ]);
  assert.deepEqual(lineDifferences("", "a\n"), [{ sign: "+", text: "a" }]);
});

const texts = fc
  .array(fc.constantFrom("a", "b", "c"), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(""));

const count = (text: string, line: string) =>
  text.split("\n").filter((one) => one === line).length;

test("what came and went makes one text the other", () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const changes = lineDifferences(before, after);
      assert.equal(changes.length === 0, before === after);
      for (const line of ["a", "b", "c"]) {
        const signed = (sign: string) =>
          changes.filter((one) => one.sign === sign && one.text === line)
            .length;
        assert.equal(
          count(before, line) - signed("-") + signed("+"),
          count(after, line),
        );
      }
    }),
  );
});
