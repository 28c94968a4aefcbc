import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { type TestContext, test } from "node:test";
import { openConsoleLog } from "./console-log.ts";

async function logOf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-console-"));
  t.after(() => rm(folder, { recursive: true }));
  const errors: unknown[] = [];
  const file = join(folder, "console.log");
  const open = () =>
    openConsoleLog(file, {
      mostBytes: 10,
      onError: (error) => errors.push(error),
    });
  return { file, open, errors };
}

async function writeAll(log: Writable, ...texts: string[]) {
  for (const text of texts) log.write(text);
  log.end();
  await finished(log);
}

test("the newest bytes are kept, in two files", async (t) => {
  const { file, open, errors } = await logOf(t);
  await writeAll(open(), "12345", "67890", "abcde", "fghij", "x");
  assert.equal(await readFile(file, "utf8"), "x");
  assert.equal(await readFile(`${file}.1`, "utf8"), "abcdefghij");
  assert.deepEqual(errors, []);
});

test("what an earlier start wrote stays for one start", async (t) => {
  const { file, open } = await logOf(t);
  await writeFile(file, "a panic");
  await writeAll(open(), "boot");
  assert.equal(await readFile(`${file}.1`, "utf8"), "a panic");
  assert.equal(await readFile(file, "utf8"), "boot");
});

test("a chunk that is larger than the file leaves its end", async (t) => {
  const { file, open } = await logOf(t);
  await writeAll(open(), "0123456789abcdef");
  assert.equal(await readFile(file, "utf8"), "6789abcdef");
});

test("a log that cannot be written is told once and stops nobody", async (t) => {
  const { file, open, errors } = await logOf(t);
  await mkdir(`${file}.1`);
  await writeFile(join(`${file}.1`, "in-the-way"), "");
  await writeFile(file, "old");
  await writeAll(open(), "a", "b");
  assert.equal(errors.length, 1);
});
