import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Share } from "../spec/launch-spec.ts";
import { checkReach, hasNosuid, isForRoot } from "./reach.ts";

const DATA: Share = {
  ...{ tag: "data", source: "", readOnly: false, socket: "data.sock" },
  ...{ threads: undefined, fileHandles: undefined, extraArgs: [] },
};

test("a folder of root that neither a group nor others may enter is for root alone", () => {
  const folder = (uid: number, mode: number) => isForRoot({ uid, mode });
  assert.equal(folder(0, 0o40700), true);
  assert.equal(folder(0, 0o40744), true);
  for (const mode of [0o40755, 0o40711, 0o40710, 0o40701]) {
    assert.equal(folder(0, mode), false);
  }
  assert.equal(folder(1000, 0o40700), false);
});

test("programs get no rights of their owner on a mount that says so", () => {
  const mounts = `21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/vda rw,nosuid
22 21 0:5 / /srv rw,nosuid,nodev - tmpfs tmpfs rw\n`;
  assert.equal(hasNosuid(mounts, "22"), true);
  assert.equal(hasNosuid(mounts, "21"), false);
  assert.equal(hasNosuid(mounts, ""), false);
  assert.equal(hasNosuid(mounts, "5"), false);
});

test("what others than root may reach can only be read by a VM", {
  skip: process.getuid?.() !== 0,
}, async (t) => {
  const top = await mkdtemp(join(await realpath(tmpdir()), "ghaf-reach-"));
  t.after(() => rm(top, { recursive: true, force: true }));
  const path = join(top, "a/b");
  await mkdir(path, { recursive: true, mode: 0o700 });
  await checkReach(path, DATA);
  for (const open of [top, join(top, "a")]) await chmod(open, 0o755);
  // The tests themselves may run in a folder that is root's alone.
  await assert.rejects(checkReach(path, DATA, top), {
    code: "server",
    message: `folder ${path} of the share data can be reached by others than root: a program that the VM writes there could give them root's rights: put it below a folder of root with mode 0700, or mark the share read-only`,
  });
  await checkReach(path, { ...DATA, readOnly: true });
});
