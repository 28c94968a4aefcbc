import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";

const starter = fileURLToPath(
  new URL("../../guest/programs/start.cjs", import.meta.url),
);
const flags = ["--max-old-space-size=64"];

/** As the recipe of the root lays it. */
function installed(t: TestContext, program: string) {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-test-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  copyFileSync(starter, at("one.cjs"));
  writeFileSync(at("one.program"), program);
  const start = (words: readonly string[], env = {}) =>
    execFileSync(process.execPath, [...words, at("one.cjs"), "--word"], {
      ...{ env, encoding: "utf8" },
    }).trim();
  const keep = () =>
    start([...flags, "--random-seed=1"], { GHAF_KEEP_CODE: "yes" });
  return { at, start, keep };
}

const telling = (word: string) =>
  `const { basename } = require("node:path");
(function tell() { console.log("${word}", basename(process.argv[1]), process.argv[2]); })();
`;

test("a program runs as it would without the starter, and writes its code only in a build", (t) => {
  const { at, start, keep } = installed(t, telling("one"));
  assert.equal(start(flags), "one one.cjs --word");
  assert.ok(!existsSync(at("one.code")));
  assert.equal(keep(), "one one.cjs --word");
  assert.equal(start(flags), "one one.cjs --word");
});

test("the code that was kept is what runs, and is the same in every build", (t) => {
  const { at, start, keep } = installed(t, telling("one"));
  keep();
  const first = readFileSync(at("one.code"));
  keep();
  assert.deepEqual(readFileSync(at("one.code")), first);
  // V8 asks for the length of the text, so another of this length shows whose code runs.
  writeFileSync(at("one.program"), telling("two"));
  assert.equal(start(flags), "one one.cjs --word");
});

test("code for other flags, and what is no code, is not used", (t) => {
  const { at, start, keep } = installed(t, telling("one"));
  keep();
  writeFileSync(at("one.program"), telling("two"));
  const others = ["--no-lazy"];
  assert.equal(start(others), "two one.cjs --word");
  writeFileSync(at("one.code"), "damaged");
  assert.equal(start(flags), "two one.cjs --word");
});
