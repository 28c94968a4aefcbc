import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { programFinder } from "../program/find-program.ts";
import { runProgram } from "../program/run-program.ts";
import { makeVolumes } from "./make-volumes.ts";

const parts = { find: programFinder("/usr/sbin:/usr/bin"), run: runProgram };

async function folderOf(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-volume-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

const ext4 = (label: string, sizeMib = 64) => ({
  sizeMib,
  format: { kind: "ext4", label } as const,
});

test("an absent volume is made sparse, with its label, for its owner only", async (t) => {
  const file = join(await folderOf(t), "data.img");
  const volume = { file, made: ext4("data") };
  assert.deepEqual(await makeVolumes([volume], parts), [file]);
  const { size, blocks, mode } = await stat(file);
  assert.equal(size, 64 * 1024 * 1024);
  assert.ok(blocks * 512 < size / 2, "it is not sparse");
  assert.equal(mode & 0o777, 0o600);
  const blkid = await parts.find("blkid");
  const { stdout } = await runProgram({
    argv: [blkid, "-p", "-o", "export", file],
    deadlineMs: 20_000,
  });
  assert.match(stdout, /^LABEL=data$/m);
  assert.match(stdout, /^TYPE=ext4$/m);
});

test("a volume that is there stays as it is, whatever is in it", async (t) => {
  const file = join(await folderOf(t), "data.img");
  await writeFile(file, "precious");
  assert.deepEqual(
    await makeVolumes([{ file, made: ext4("data") }], parts),
    [],
  );
  assert.equal((await stat(file)).size, 8);
});

test("a volume without file system is just room", async (t) => {
  const file = join(await folderOf(t), "raw.img");
  const made = { sizeMib: 3, format: { kind: "none" } as const };
  await makeVolumes([{ file, made }], parts);
  assert.equal((await stat(file)).size, 3 * 1024 * 1024);
});

test("a failure leaves nothing behind, and what another one left is no hindrance", async (t) => {
  const folder = await folderOf(t);
  const file = join(folder, "data.img");
  const tooSmall = { file, made: { ...ext4("data"), sizeMib: 0 } };
  await assert.rejects(makeVolumes([tooSmall], parts), { code: "volume" });
  assert.deepEqual(await readdir(folder), []);
  await writeFile(
    `${file}.new`,
    "half of a volume of a runner that was killed",
  );
  await makeVolumes([{ file, made: ext4("data") }], parts);
  assert.deepEqual(await readdir(folder), ["data.img"]);
});

test("a volume that must be there is named", async (t) => {
  const file = join(await folderOf(t), "data.img");
  await assert.rejects(makeVolumes([{ file, made: undefined }], parts), {
    code: "missing-file",
    message: `volume ${file} does not exist and is not to be made`,
  });
});
