import assert from "node:assert/strict";
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { joinInitrds } from "./join-initrds.ts";

async function folderOf(t: TestContext, files: Record<string, Uint8Array>) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-initrd-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(folder, name), bytes);
  }
  return (name: string) => join(folder, name);
}

test("each archive starts at a multiple of four bytes", async (t) => {
  const at = await folderOf(t, {
    a: Buffer.from("abcde"),
    b: Buffer.from("bbbb"),
    c: Buffer.from("c"),
  });
  await joinInitrds([at("a"), at("b"), at("c")], at("all"));
  assert.equal(
    (await readFile(at("all"))).toString("latin1"),
    "abcde\0\0\0bbbbc\0\0\0",
  );
});

test("only its owner reads it, and what was there before is gone", async (t) => {
  const big = Buffer.alloc(3 * 1024 * 1024 + 1, 7);
  const at = await folderOf(t, { a: big, all: Buffer.alloc(9_000_000) });
  await joinInitrds([at("a")], at("all"));
  const { mode, size } = await stat(at("all"));
  assert.equal(mode & 0o777, 0o600);
  assert.equal(size, big.length + 3);
});

test("an absent archive is named, and nothing half made stays", async (t) => {
  const at = await folderOf(t, { a: Buffer.from("a") });
  await assert.rejects(joinInitrds([at("a"), at("secrets")], at("all")), {
    code: "missing-file",
    message: `initial RAM disk ${at("secrets")} does not exist`,
  });
  assert.deepEqual(await readdir(at(".")), ["a"]);
});
