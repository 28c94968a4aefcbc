import assert from "node:assert/strict";
import { test } from "node:test";
import { firstLine } from "./complaint.ts";

test("one short line is left, and nothing that a terminal acts on", () => {
  const complaint = "\n no \u001b[1mroom\u202e\nmore\n";
  assert.equal(firstLine(complaint), "no ?[1mroom?");
  assert.equal(firstLine("x".repeat(300)), "x".repeat(200));
  assert.equal(firstLine(" \n"), "");
});
