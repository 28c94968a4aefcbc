import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { ImageError } from "../image-error.ts";
import { type CpioEntry, cpioArchive } from "./cpio.ts";
import { withFolders } from "./tree.ts";

function file(path: string, content: string, mode = 0o644): CpioEntry {
  return { kind: "file", path, mode, content: Buffer.from(content) };
}

function cpio(words: readonly string[], input: Uint8Array, cwd = "/"): string {
  const ran = spawnSync("cpio", ["--quiet", ...words], { input, cwd });
  assert.equal(ran.status, 0, String(ran.error ?? ran.stderr));
  return ran.stdout.toString();
}

test("cpio lists what is in an archive, and the owner, modes and devices", () => {
  const archive = cpioArchive([
    { kind: "folder", path: "dev", mode: 0o755 },
    {
      kind: "character-device",
      path: "dev/console",
      mode: 0o600,
      major: 5,
      minor: 1,
    },
    file("init", "#!/bin/sh\n", 0o755),
    { kind: "link", path: "sh", target: "bin/busybox" },
  ]);
  const lines = cpio(["-tv", "--numeric-uid-gid"], archive).trim().split("\n");
  const plain = lines.map((line) => line.replace(/ +/g, " "));
  assert.deepEqual(plain, [
    "drwxr-xr-x 2 0 0 0 Jan 1 1970 dev",
    "crw------- 1 0 0 5, 1 Jan 1 1970 dev/console",
    "-rwxr-xr-x 1 0 0 10 Jan 1 1970 init",
    "lrwxrwxrwx 1 0 0 11 Jan 1 1970 sh -> bin/busybox",
  ]);
});

test("what goes in comes out, whatever its length", () => {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-cpio-"));
  try {
    const contents = ["", "a", "ab", "abc", "abcd", "\0".repeat(513)];
    const entries = contents.map((content, index) =>
      file(`in/${index}`, content, 0o640),
    );
    cpio(
      ["-idm", "--no-preserve-owner"],
      cpioArchive(withFolders(entries)),
      folder,
    );
    for (const [index, content] of contents.entries()) {
      const path = join(folder, "in", String(index));
      assert.equal(readFileSync(path, "utf8"), content);
      assert.equal(statSync(path).mode & 0o7777, 0o640);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an archive is equal for equal entries and another may follow it", () => {
  const path = fc.stringMatching(/^[a-z]{1,9}(\/[a-z]{1,9}){0,3}$/);
  const entries = fc
    .uniqueArray(fc.tuple(path, fc.uint8Array()), { selector: ([at]) => at })
    .map((all) =>
      all.map(
        ([at, content]): CpioEntry => ({
          kind: "file",
          path: at,
          mode: 0o600,
          content,
        }),
      ),
    );
  fc.assert(
    fc.property(entries, (all) => {
      const archive = cpioArchive(all);
      assert.equal(archive.length % 4, 0);
      assert.deepEqual(archive, cpioArchive(all));
    }),
  );
});

test("folders come before what they hold, and once", () => {
  const ordered = withFolders([
    file("b/c/d", ""),
    file("a", ""),
    { kind: "folder", path: "b", mode: 0o700 },
    file("b/c/e", ""),
  ]);
  assert.deepEqual(
    ordered.map(({ path }) => path),
    ["a", "b", "b/c", "b/c/d", "b/c/e"],
  );
});

test("no path leaves the root, and none comes twice", () => {
  for (const path of ["/etc", "../x", "a//b", "a/./b", "", "a\0b", "a/"]) {
    assert.throws(() => cpioArchive([file(path, "")]), ImageError, path);
  }
  assert.throws(() => cpioArchive([file("a", ""), file("a", "")]), ImageError);
});
