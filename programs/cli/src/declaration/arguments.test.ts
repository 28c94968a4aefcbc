import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { sortArguments } from "./arguments.ts";

test("files are known by their endings or by being there, in any order", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-arguments-"));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "device"), "");
  const sort = (...words: string[]) =>
    sortArguments({ words, config: undefined, folder });
  const file = join(folder, "a.yaml");
  assert.deepEqual(sort(), { file: undefined, path: undefined });
  assert.deepEqual(sort("ghaf.host"), { file: undefined, path: "ghaf.host" });
  assert.deepEqual(sort("a.yaml", "ghaf"), { file, path: "ghaf" });
  assert.deepEqual(sort("ghaf", "a.yaml"), { file, path: "ghaf" });
  assert.equal(sort("device").file, join(folder, "device"));
  assert.equal(sort("/abs/a.mts").file, "/abs/a.mts");
});

test("two of a kind are refused, --config counts as a file", () => {
  const sort = (words: string[], config?: string) => () =>
    sortArguments({ words, config, folder: "/nowhere" });
  assert.equal(sort(["ghaf"], "x.ts")().file, "/nowhere/x.ts");
  assert.equal(sort(["ghaf"], "odd-name")().file, "/nowhere/odd-name");
  const two = { code: "usage", message: /^only one option .* a\.b and c$/ };
  assert.throws(sort(["a.b", "c"]), two);
  assert.throws(sort(["a.ts"], "b.ts"), {
    code: "usage",
    message: /^only one file/,
  });
});
