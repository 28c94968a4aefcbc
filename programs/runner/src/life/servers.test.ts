import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  type Folder,
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
  { does = "", hasSwtpm = true, words = ["gets-ready"], spec = TPM } = {},
) {
  const vm = await stateDir(t, words, spec);
  const PATH = await searchPath(t, hasSwtpm);
  const env = { PATH, FAKE_SERVER: does };
  return { ...vm, ...start(t, vm.folder, { env }) };
}

/** The same, when guest and server are there. */
async function runningWithTpm(t: TestContext) {
  const words = ["gets-ready", "obeys-poweroff"];
  const vm = await startWithTpm(t, { words });
  await heard(vm, "port SEED");
  return { ...vm, server: await serverIn(vm) };
}

/** It listens a moment before it writes what it is. */
async function serverIn({ folder, read }: Folder) {
  const file = "fake-server.json";
  await until("it is written", () => existsSync(join(folder, file)));
  return JSON.parse(await read(file));
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

  test("that ends with a QEMU that takes its time is no crash", async (t) => {
    const words = ["gets-ready", "powers-off", "ends-slowly"];
    const vm = await startWithTpm(t, { words });
    await heard(vm, "port SEED");
    const server = await serverIn(vm);
    process.kill(server.pid, "SIGKILL");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 3, stderr);
  });

  test("dies with a runner that is killed, and the next one starts", async (t) => {
    const vm = await runningWithTpm(t);
    vm.child.kill("SIGKILL");
    await until("it is gone", () => !isAlive(vm.server.pid));
    const env = { PATH: await searchPath(t) };
    const next = start(t, vm.folder, { env });
    await until("it is there again", async () => {
      const { pid } = await serverIn(vm);
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

  test("leaves alone what is not its socket", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "ghaf-taken-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const socket = join(folder, "other.sock");
    const file = join(folder, "app.img");
    await writeFile(file, "kept");
    const other = createServer().listen(socket);
    t.after(() => other.close());
    await once(other, "listening");
    for (const [path, text] of [
      [socket, `socket ${socket} is in use: another program listens there`],
      [file, `${file}, where swtpm is to have its socket, is something else`],
    ] as const) {
      const spec = { tpm: { ...TPM.tpm, socket: path } };
      const { code, stderr } = await (await startWithTpm(t, { spec })).ended;
      assert.equal(code, 1);
      assert.ok(stderr.includes(text), stderr);
    }
    assert.deepEqual((await readdir(folder)).sort(), ["app.img", "other.sock"]);
    assert.equal(await readFile(file, "utf8"), "kept");
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
