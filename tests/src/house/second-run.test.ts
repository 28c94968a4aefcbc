/** Which files of a lane run once more (docs/decisions/0013): those that the runner's own report names as failed. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const TOOL = join(import.meta.dirname, "../../../tools/setup/failed-files.mjs");
const FILES = ["good", "bad", "ended"].map(
  (name) => `tests/dist/process/${name}.test.js`,
);
const TEXTS = [
  'test("a", () => {});',
  'describe("b", () => { it("c", () => { throw new Error("d"); }); });',
  "process.exit(3);",
];

test("the runner's report names the files in which a test on top has failed", async (t) => {
  const { filesThatFailed } = await import(pathToFileURL(TOOL).href);
  const folder = mkdtempSync(join(tmpdir(), "ghaf-second-run-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const report = reportOn(folder);
  const failed = FILES.slice(1);
  assert.deepEqual(filesThatFailed(report, FILES), failed);
  // As it is with source maps.
  const mapped = report.replaceAll(
    /dist(\/process\/\w+\.test)\.js/g,
    "src$1.ts",
  );
  assert.notEqual(mapped, report);
  assert.deepEqual(filesThatFailed(mapped, FILES), failed);
  assert.deepEqual(filesThatFailed("1..0\n", FILES), []);
  assert.equal(filesThatFailed(report, FILES.slice(0, 2)), undefined);
});

/** TAP of Node's runner on all of them. */
function reportOn(folder: string): string {
  for (const [index, file] of FILES.entries()) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    const all = 'const { describe, it, test } = require("node:test");';
    writeFileSync(path, `${all}\n${TEXTS[index]}\n`);
  }
  // It is in a test itself, and would report to that.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const argv = ["--test", "--test-reporter=tap", ...FILES];
  const options = { cwd: folder, env, encoding: "utf8" } as const;
  return spawnSync(process.execPath, argv, options).stdout;
}
