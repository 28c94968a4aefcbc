import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { replaceFile } from "./whole-file.ts";

test("a file is replaced whole, with its mode, and a failure leaves nothing", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-whole-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "file");
  for (const [text, mode] of [
    ["one", 0o600],
    ["two", 0o644],
  ] as const) {
    await replaceFile(path, text, mode);
    assert.equal(readFileSync(path, "utf8"), text);
    assert.equal(statSync(path).mode & 0o777, mode);
  }
  mkdirSync(join(folder, "taken"));
  await assert.rejects(replaceFile(join(folder, "taken"), "x"), {
    code: "EISDIR",
  });
  assert.deepEqual(readdirSync(folder).sort(), ["file", "taken"]);
});

test("what a killed command left of a file goes with the next, and what another still writes stays", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-whole-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const { pid: ended } = spawnSync(process.execPath, ["--version"]);
  const left = `.key.draft-${ended}-abc`;
  const others = [`.key.draft-${process.ppid}-abc`, `.keys.draft-${ended}-abc`];
  for (const name of [left, ...others]) writeFileSync(join(folder, name), "k");
  await replaceFile(join(folder, "key"), "secret", 0o600);
  assert.deepEqual(readdirSync(folder).sort(), [...others, "key"]);
});
