import assert from "node:assert/strict";
import { test } from "node:test";
import { readFindings } from "./readiness.ts";

test("problems and warnings are told apart, and what is well is left out", () => {
  const passt = { name: "passt", what: "is not installed", fix: "apt-get" };
  const root = { name: "root", what: "you are not root", fix: null };
  const findings = [
    { name: "apt", state: "ok", what: "apt-get", fix: null },
    { ...passt, state: "warning" },
    { ...root, state: "problem" },
  ];
  const found = readFindings(JSON.stringify(findings));
  assert.deepEqual(found, { problems: [root], warnings: [passt] });
});

test("a doctor that says nothing does not say that all is well", () => {
  assert.equal(readFindings(""), undefined);
  assert.equal(readFindings("{}"), undefined);
});
