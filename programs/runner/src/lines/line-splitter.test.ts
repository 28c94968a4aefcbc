import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LineSplitter, TOO_LONG } from "./line-splitter.ts";

test("lines are the same however the stream is cut", () => {
  const line = fc
    .string({ unit: "grapheme" })
    .map((text) => text.replace(/[\r\n]/g, ""));
  const cuts = fc.array(fc.nat(), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(line), cuts, (lines, places) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      const ends = places.map((at) => at % (bytes.length + 1));
      const splitter = new LineSplitter(10_000);
      const found: unknown[] = [];
      let from = 0;
      for (const end of [...ends.sort((a, b) => a - b), bytes.length]) {
        found.push(...splitter.push(bytes.subarray(from, end)));
        from = end;
      }
      assert.deepEqual(found, lines);
    }),
  );
});

test("a line that is too long is dropped, those around it are not", () => {
  const splitter = new LineSplitter(4);
  const push = (text: string) => splitter.push(Buffer.from(text));
  assert.deepEqual(push("ab\nabc"), ["ab"]);
  assert.deepEqual(push("de"), []);
  assert.deepEqual(push("f\nabcd\r\n1234\n"), [TOO_LONG, TOO_LONG, "1234"]);
});
