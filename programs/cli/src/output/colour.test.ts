import assert from "node:assert/strict";
import { test } from "node:test";
import { paintFor } from "./colour.ts";

const LOOKED_AT = {
  isTerminal: true,
  NO_COLOR: undefined,
  TERM: "xterm-256color",
};

test("colours are for a terminal whose owner wants them", () => {
  assert.equal(paintFor(LOOKED_AT)("good", "x"), "\u001b[32mx\u001b[0m");
  assert.equal(paintFor(LOOKED_AT)("plain", "x"), "x");
  assert.equal(paintFor(LOOKED_AT)("good", ""), "");
  const empty = { ...LOOKED_AT, NO_COLOR: "" };
  assert.equal(paintFor(empty)("bad", "x"), "\u001b[31mx\u001b[0m");
  for (const other of [
    { isTerminal: false },
    { NO_COLOR: "1" },
    { TERM: "dumb" },
  ]) {
    assert.equal(paintFor({ ...LOOKED_AT, ...other })("good", "x"), "x");
  }
});
