import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LineCutter } from "./line-cutter.ts";

const chunks = fc.array(
  fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 20 }),
);

test("lines are the same however the bytes are cut, and none is longer than allowed", () => {
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 8 }), (texts, longest) => {
      const cutter = new LineCutter(longest);
      const lines = texts.flatMap((text) => [
        ...cutter.push(Buffer.from(text)),
      ]);
      const all = [...lines, ...cutter.rest()].map(({ bytes, isCut }) => ({
        text: bytes.toString(),
        isCut,
      }));
      const whole = texts.join("").split("\n");
      if (whole.at(-1) === "") whole.pop();
      assert.deepEqual(
        all,
        whole.map((line) => ({
          text: line.slice(0, longest),
          isCut: line.length > longest,
        })),
      );
    }),
  );
});
