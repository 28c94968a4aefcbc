import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { refused, start, stateDir } from "../fake-qemu/fake-vm.ts";

const FILES = ["vmlinux", "initrd.cpio", "root.erofs"];

/** A state directory with an image of three small files. */
async function withImage(t: TestContext) {
  const { folder } = await stateDir(t, ["powers-off"]);
  const image = join(folder, "results", "ab".repeat(32), "output");
  await mkdir(image, { recursive: true });
  const records = FILES.map((name) => {
    const sha256 = createHash("sha256").update(name).digest("hex");
    return [name, { bytes: name.length, sha256 }] as const;
  });
  for (const name of FILES) await writeFile(join(image, name), name);
  const manifest = { version: 1, files: Object.fromEntries(records) };
  await writeFile(join(image, "manifest.json"), JSON.stringify(manifest));
  await symlink(image, join(folder, "current"));
  return { folder, image };
}

const remedy = "make it anew with `ghaf build --force`\n";

test("an image as it was built is started", async (t) => {
  const { folder } = await withImage(t);
  const { code, stderr } = await start(t, folder).ended;
  assert.equal(code, 3, stderr);
});

for (const [what, file, content, why] of [
  [
    "a root that was cut off",
    "root.erofs",
    "root",
    "current/root.erofs is damaged: it has 4 bytes instead of 10",
  ],
  [
    "a kernel with a flipped bit",
    "vmlinux",
    "vmlinuy",
    "current/vmlinux is damaged: it does not have the hash of its manifest",
  ],
  [
    "a manifest that is cut off",
    "manifest.json",
    "{",
    "current/manifest.json is not JSON",
  ],
  [
    "a manifest of something else",
    "manifest.json",
    "{}",
    "current/manifest.json is not that of an image",
  ],
] as const) {
  test(`${what} is named with the remedy`, async (t) => {
    const { folder, image } = await withImage(t);
    await writeFile(join(image, file), content);
    assert.equal(await refused(t, folder), `ghaf-runner: ${why}: ${remedy}`);
  });
}

test("a missing file and a missing image are named with the remedy", async (t) => {
  const { folder, image } = await withImage(t);
  await rm(join(image, "vmlinux"));
  assert.equal(
    await refused(t, folder),
    `ghaf-runner: current/vmlinux does not exist: ${remedy}`,
  );
  await rm(image, { recursive: true });
  assert.equal(
    await refused(t, folder),
    `ghaf-runner: current leads to ${image}, where there is no image: ${remedy}`,
  );
});
