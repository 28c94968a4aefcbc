import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { visible, visibleLines } from "./visible.ts";

test("what moves the cursor or turns the line around is written out", () => {
  assert.equal(visible("a\u001b[31mb"), "a\\x1b[31mb");
  assert.equal(visible("a\nb\rc\td\u0000"), "a\\nb\\rc\\td\\x00");
  assert.equal(visible("\u009b2J\u007f"), "\\x9b2J\\x7f");
  assert.equal(
    visible("x\u202ey\u200b\u2028"),
    "x\\u{202e}y\\u{200b}\\u{2028}",
  );
  assert.equal(visible("Grüße 日本 🦊"), "Grüße 日本 🦊");
});

test("texts of several lines keep their lines", () => {
  assert.equal(visibleLines("a\n\tb\r\u001b"), "a\n\tb\\r\\x1b");
});

test("nothing invisible is left of any text, and the rest is kept", () => {
  const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Cf}/u;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      assert.doesNotMatch(visible(text), invisible);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
      assert.equal(visible(text), text);
    }),
  );
});
