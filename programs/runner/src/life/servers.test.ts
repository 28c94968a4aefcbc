import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  heard,
  isAlive,
  leftovers,
  start,
  stateDir,
  until,
} from "../fake-qemu/fake-vm.ts";

const FAKE = fileURLToPath(new URL("../fake-server/main.js", import.meta.url));
const TPM = { tpm: { socket: "tpm.sock", state: "tpm" } };

/** A search path with only setpriv, and the fake as swtpm if there is to be one. */
async function searchPath(t: TestContext, hasSwtpm = true): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-path-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await symlink("/usr/bin/setpriv", join(folder, "setpriv"));
  await symlink("/usr/bin/env", join(folder, "env"));
  if (!hasSwtpm) return folder;
  const script = `#!/bin/sh\nexec ${process.execPath} ${FAKE} "$@"\n`;
  await writeFile(join(folder, "swtpm"), script);
  await chmod(join(folder, "swtpm"), 0o755);
  return folder;
}

async function startWithTpm(
  t: TestContext,
  { does = "", hasSwtpm = true, words = ["gets-ready"] } = {},
) {
  const vm = await stateDir(t, words, TPM);
  const PATH = await searchPath(t, hasSwtpm);
  const env = { PATH, FAKE_SERVER: does };
  return { ...vm, ...start(t, vm.folder, { env }) };
}

/** The same, when guest and server are there. */
async function runningWithTpm(t: TestContext) {
  const words = ["gets-ready", "obeys-poweroff"];
  const vm = await startWithTpm(t, { words });
  await heard(vm, "port SEED");
  const server = JSON.parse(await vm.read("fake-server.json"));
  return { ...vm, server };
}

const left = async (folder: string) =>
  (await leftovers(folder)).filter((name) => name !== "fake-server.json");

describe("a process that serves a device of the VM", () => {
  test("is there before QEMU, finds its folder, and ends after it", async (t) => {
    const vm = await runningWithTpm(t);
    assert.deepEqual(vm.server.words, [
      ...["socket", "--tpm2"],
      ...["--tpmstate", "dir=/proc/self/fd/3,mode=0600"],
      ...["--ctrl", "type=unixio,path=tpm.sock,mode=0600"],
      ...["--terminate", "--seccomp", "action=kill"],
    ]);
    const { mode } = await stat(join(vm.folder, "tpm"));
    assert.equal(mode & 0o777, 0o700);
    vm.child.kill("SIGTERM");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /swtpm: it serves/);
    assert.equal(isAlive(vm.server.pid), false);
    assert.deepEqual(await left(vm.folder), ["tpm"]);
  });

  test("that dies is the VM's crash, with the reason", async (t) => {
    const vm = await runningWithTpm(t);
    process.kill(vm.server.pid, "SIGKILL");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 5, stderr);
    const reason = "swtpm was killed by SIGKILL: it serves";
    const status = JSON.parse(await vm.read("status.json"));
    assert.deepEqual(status.outcome, { kind: "crashed", reason });
    assert.equal(isAlive(Number(await vm.read("pid"))), false);
    assert.deepEqual(await left(vm.folder), ["tpm"]);
  });

  test("dies with a runner that is killed, and the next one starts", async (t) => {
    const vm = await runningWithTpm(t);
    vm.child.kill("SIGKILL");
    await until("it is gone", () => !isAlive(vm.server.pid));
    const env = { PATH: await searchPath(t) };
    const next = start(t, vm.folder, { env });
    await until("it is there again", async () => {
      const { pid } = JSON.parse(await vm.read("fake-server.json"));
      return pid !== vm.server.pid;
    });
    next.child.kill("SIGTERM");
    assert.equal((await next.ended).code, 0);
  });

  test("that does not start is told in its own words", async (t) => {
    const vm = await startWithTpm(t, { does: "refuses" });
    const { code, stderr } = await vm.ended;
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^ghaf-runner: swtpm ended with 1: no state for you$/m,
    );
    assert.deepEqual(await left(vm.folder), ["tpm"]);
  });

  test("that is not installed is named with its package", async (t) => {
    const vm = await startWithTpm(t, { hasSwtpm: false });
    const { code, stderr } = await vm.ended;
    assert.equal(code, 1);
    const text = "swtpm is not installed: apt-get install swtpm";
    assert.equal(stderr, `ghaf-runner: ${text}\n`);
    assert.deepEqual(await left(vm.folder), []);
  });
});
