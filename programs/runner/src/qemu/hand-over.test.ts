import assert from "node:assert/strict";
import {
  type FileHandle,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { handOverFiles } from "./hand-over.ts";

const account = { name: "ghaf-vm", uid: 990, gid: 980 };

async function folderWith(
  t: TestContext,
  files: Readonly<Record<string, number>>,
) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-files-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, mode] of Object.entries(files)) {
    await writeFile(join(folder, name), name, { mode });
  }
  const handles: FileHandle[] = [];
  t.after(async () => {
    for (const handle of handles) await handle.close();
  });
  const pass = (handle: FileHandle) => 2 + handles.push(handle);
  return { folder, handles, parts: { account, pass } };
}

test("files become descriptors; a disk that is written to gets two", async (t) => {
  const files = { vmlinux: 0o644, "root.erofs": 0o600, "a,b.img": 0o600 };
  const { folder, handles, parts } = await folderWith(t, files);
  const words = await handOverFiles(
    [
      ...["-kernel", `${folder}/vmlinux`, "-initrd", "{initrd}"],
      ...["-drive", `id=root,read-only=on,file=${folder}/root.erofs,if=none`],
      ...["-drive", `file=${folder}/a,,b.img,format=raw,read-only=off`],
      ...["-name", `${folder}/vmlinux`],
    ],
    parts,
  );
  assert.deepEqual(words, [
    ...["-add-fd", "fd=4,set=1"],
    ...["-add-fd", "fd=5,set=2", "-add-fd", "fd=6,set=2"],
    ...["-kernel", "/proc/self/fd/3", "-initrd", "{initrd}"],
    ...["-drive", "id=root,read-only=on,file=/dev/fdset/1,if=none"],
    ...["-drive", "file=/dev/fdset/2,format=raw,read-only=off"],
    ...["-name", `${folder}/vmlinux`],
  ]);
  const contents = await Promise.all(handles.map((file) => readFile(file)));
  assert.deepEqual(contents.map(String), [
    ...["vmlinux", "root.erofs", "a,b.img", "a,b.img"],
  ]);
  await assert.rejects(handles[1]?.write("x") ?? Promise.resolve());
  await handles[3]?.write("x");
});

test("a drive without a file, and one over a protocol, stay as they are", async (t) => {
  const { parts } = await folderWith(t, {});
  const words = ["-drive", "if=none,id=cd", "-drive", "file=nbd:unix:s,id=n"];
  assert.deepEqual(await handOverFiles(words, parts), words);
});

test("a disk that is not there is named", async (t) => {
  const { parts } = await folderWith(t, {});
  await assert.rejects(handOverFiles(["-drive", "file=no.img"], parts), {
    code: "missing-file",
    message: "no.img does not exist",
  });
});

test("a kernel that the account may not read is named with its remedy", async (t) => {
  const { folder, parts } = await folderWith(t, { vmlinux: 0o600 });
  const file = `${folder}/vmlinux`;
  await assert.rejects(handOverFiles(["-kernel", file], parts), {
    code: "account",
    message: `${file} cannot be read by account ghaf-vm: chmod a+r ${file}`,
  });
});
