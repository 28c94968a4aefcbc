import assert from "node:assert/strict";
import { chmod, mkdir, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { askRunner } from "../door/ask.ts";
import {
  heard,
  isAlive,
  running,
  start,
  stateDir,
  until,
} from "../fake-qemu/fake-vm.ts";
import { parseStatus, STATUS_FILE, type VmStatus } from "./vm-status.ts";

async function statusIn(folder: string): Promise<VmStatus> {
  const text = await readFile(join(folder, STATUS_FILE), "utf8");
  const status = parseStatus(text);
  assert.ok(status !== undefined, text);
  return status;
}

async function phaseIs(folder: string, phase: string): Promise<VmStatus> {
  await until(`the phase ${phase}`, async () => {
    return (await statusIn(folder)).phase === phase;
  });
  return await statusIn(folder);
}

test("how far a VM is can be read at any time, by its user alone", async (t) => {
  const vm = await running(t, ["obeys-poweroff"]);
  const ready = await phaseIs(vm.folder, "ready");
  assert.equal(ready.vm, "app-vm");
  assert.equal(ready.status, "booting");
  assert.equal(ready.accelerator, "tcg");
  assert.equal(ready.runnerPid, vm.child.pid);
  assert.ok(ready.qemuPid !== null && isAlive(ready.qemuPid));
  assert.equal(ready.readyUnixMs, ready.sinceUnixMs);
  assert.ok(ready.startedUnixMs <= ready.sinceUnixMs);
  assert.deepEqual([ready.outcome, ready.stop], [null, null]);
  const { mode } = await stat(join(vm.folder, STATUS_FILE));
  assert.equal(mode & 0o777, 0o600);

  vm.child.kill("SIGTERM");
  await vm.ended;
  const ended = await statusIn(vm.folder);
  assert.equal(ended.phase, "ended");
  assert.equal(ended.readyUnixMs, ready.readyUnixMs);
  assert.equal(ended.outcome?.kind, "stopped");
  assert.match(JSON.stringify(ended.stop), /^\{"needed":"poweroff"/);
});

test("a guest that waits for room on a disk shows why, and goes on when told", async (t) => {
  const vm = await running(t, ["finds-the-disk-full", "obeys-poweroff"]);
  await phaseIs(vm.folder, "paused");
  await until("it says why", async () => {
    const { status } = await statusIn(vm.folder);
    return status === "disk vdb fails: No space left on device";
  });
  await askRunner(vm.folder, { do: "resume" });
  await phaseIs(vm.folder, "ready");
  vm.child.kill("SIGTERM");
  const { code, stderr } = await vm.ended;
  assert.equal(code, 0, stderr);
  assert.match(stderr, /error: a disk fails .*"vdb".*No space left on device/);
});

test("a guest that boots, and one that does not want to stop, show it", async (t) => {
  const vm = await stateDir(t, []);
  const runner = start(t, vm.folder);
  await heard(vm, "port SEED");
  await phaseIs(vm.folder, "booting");
  runner.child.kill("SIGTERM");
  await phaseIs(vm.folder, "stopping");
  runner.child.kill("SIGTERM");
  assert.equal((await runner.ended).code, 0);
});

for (const [word, kind, reason] of [
  ["powers-off", "powered-off", /^the guest powered off$/],
  ["reboots", "rebooted", /^the guest rebooted$/],
  ["breaks", "crashed", /^QEMU ended with 1: qemu: out of luck$/],
  ["refuses", "failed", /app-vm does not start: .*could not load kernel$/],
] as const) {
  test(`a VM that ${word} has ended as ${kind}`, async (t) => {
    const { folder } = await stateDir(t, ["gets-ready", word]);
    await start(t, folder).ended;
    const { phase, outcome, stop } = await statusIn(folder);
    assert.deepEqual([phase, outcome?.kind, stop], ["ended", kind, null]);
    assert.match(outcome?.reason ?? "", reason);
  });
}

test("a runner that fails before QEMU says why", async (t) => {
  const { folder } = await stateDir(t, [], { memoryMib: 4_000_000_000 });
  await start(t, folder).ended;
  const { qemuPid, outcome } = await statusIn(folder);
  assert.equal(qemuPid, null);
  assert.equal(outcome?.kind, "failed");
  assert.match(outcome?.reason ?? "", /may take 4000000000 MiB/);
});

test("a specification that cannot be read is a failure of the directory's VM", async (t) => {
  const { folder } = await stateDir(t, [], { variants: [] });
  await start(t, folder).ended;
  const { vm, outcome } = await statusIn(folder);
  assert.equal(vm, folder.slice(folder.lastIndexOf("/") + 1));
  assert.match(outcome?.reason ?? "", /variants/);
});

test("a second runner does not write over the status of the first", async (t) => {
  const vm = await running(t, ["obeys-poweroff"]);
  await phaseIs(vm.folder, "ready");
  assert.equal((await start(t, vm.folder).ended).code, 1);
  assert.equal((await statusIn(vm.folder)).phase, "ready");
  vm.child.kill("SIGTERM");
  await vm.ended;
});

test("the image is told by its key, also when it is damaged", async (t) => {
  const { folder } = await stateDir(t, ["powers-off"]);
  const key = "ab".repeat(32);
  const image = join(folder, "images/results", key, "output");
  await mkdir(image, { recursive: true });
  await symlink(image, join(folder, "current"));
  await start(t, folder).ended;
  const status = await statusIn(folder);
  assert.equal(status.image, key);
  assert.equal(status.outcome?.kind, "failed");
});

test("a status that cannot be written is a warning, and the VM runs", async (t) => {
  const { folder } = await stateDir(t, ["gets-ready", "powers-off"]);
  // A folder in the place of the file: no user may replace that.
  await mkdir(join(folder, STATUS_FILE, "in-the-way"), { recursive: true });
  await chmod(folder, 0o700);
  const { code, stderr } = await start(t, folder).ended;
  assert.equal(code, 3, stderr);
  assert.match(stderr, /warning: the status is not written/);
});

test("a status without room for a second file is written over the first", async (t) => {
  const vm = await running(t, ["obeys-poweroff"]);
  await phaseIs(vm.folder, "ready");
  const before = await stat(join(vm.folder, STATUS_FILE));
  // Nothing can be made under that name.
  await mkdir(join(vm.folder, `${STATUS_FILE}.new`, "in-the-way"), {
    recursive: true,
  });
  await askRunner(vm.folder, { do: "pause" });
  await phaseIs(vm.folder, "paused");
  const after = await stat(join(vm.folder, STATUS_FILE));
  assert.equal(after.ino, before.ino);
  vm.child.kill("SIGTERM");
  const { code, stderr } = await vm.ended;
  assert.equal(code, 0, stderr);
  assert.doesNotMatch(stderr, /the status is not written/);
  assert.equal((await statusIn(vm.folder)).outcome?.kind, "stopped");
});

test("what another version or nobody wrote is no status", () => {
  for (const text of [
    "",
    "{",
    "null",
    "[]",
    '{"version":2}',
    '{"version":1}',
  ]) {
    assert.equal(parseStatus(text), undefined, text);
  }
});
