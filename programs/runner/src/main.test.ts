import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import { askRunner } from "./door/ask.ts";
import {
  heard,
  isAlive,
  leftovers,
  MAIN,
  NOTIFY_FD,
  needed,
  PATIENCE_MS,
  running,
  start,
  stateDir,
  until,
} from "./fake-qemu/fake-vm.ts";

/** Short are the steps that are of no use: what works has the time that a slow machine needs. */
function withShort(steps: readonly string[]): object {
  const names = ["poweroff", "acpi", "term"];
  return Object.fromEntries(
    names.map((name) => [
      `${name}Ms`,
      steps.includes(name) ? 300 : PATIENCE_MS,
    ]),
  );
}

describe("stopping a VM", () => {
  for (const [words, step, before] of [
    [["obeys-poweroff"], "poweroff", []],
    [["obeys-acpi"], "acpi", ["poweroff"]],
    [["obeys-term"], "term", ["poweroff", "acpi"]],
    [[], "kill", ["poweroff", "acpi", "term"]],
  ] as const) {
    test(`that only ${step} ends takes ${before.length + 1} steps`, async (t) => {
      const vm = await running(t, words, {
        difference: { stop: withShort(before) },
      });
      vm.child.kill("SIGTERM");
      const { code, stderr } = await vm.ended;
      assert.equal(code, 0, stderr);
      assert.deepEqual(needed(stderr), {
        needed: step,
        steps: [...before, step],
      });
      assert.equal(isAlive(vm.pid), false);
      assert.deepEqual(await leftovers(vm.folder), []);
    });
  }

  test("a guest that is not ready is not asked over its port", async (t) => {
    const vm = await stateDir(t, ["obeys-poweroff", "obeys-acpi"]);
    const { child, ended } = start(t, vm.folder);
    await heard(vm, "port SEED");
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(needed(stderr), {
      needed: "acpi",
      steps: ["poweroff", "acpi"],
    });
    assert.doesNotMatch(await vm.read("heard"), /POWEROFF/);
  });

  test("the second signal ends it at once", async (t) => {
    const stop = { poweroffMs: 600_000, acpiMs: 600_000, termMs: 600_000 };
    const vm = await running(t, [], { difference: { stop } });
    vm.child.kill("SIGTERM");
    await heard(vm, "port POWEROFF");
    vm.child.kill("SIGTERM");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(needed(stderr), {
      needed: "kill",
      steps: ["poweroff", "kill"],
    });
  });
});

describe("a VM that ends by itself", () => {
  for (const [word, status, said] of [
    ["powers-off", 3, "the VM has ended: powered-off"],
    ["reboots", 4, "the VM has ended: rebooted"],
    ["panics", 5, "reset itself without a word"],
    ["dies", 5, "QEMU was killed by SIGKILL"],
    ["breaks", 5, "QEMU ended with 1: qemu: out of luck"],
  ] as const) {
    test(`${word}: exit status ${status}`, async (t) => {
      const { folder, read } = await stateDir(t, ["gets-ready", word]);
      const { code, stderr } = await start(t, folder).ended;
      assert.equal(code, status, stderr);
      assert.ok(stderr.includes(said), stderr);
      assert.deepEqual(await leftovers(folder), []);
      assert.equal(await read("console.log"), "the guest's console\n");
    });
  }

  for (const [netdev, status] of [
    ["stream,id=uplink,server=off", 5],
    ["stream,id=uplink,server=off,reconnect=5", 0],
  ] as const) {
    test(`cut off at -netdev ${netdev}: exit status ${status}`, async (t) => {
      const words = ["is-cut-off", netdev, "obeys-poweroff"];
      const vm = await running(t, words);
      await askRunner(vm.folder, { do: "state" });
      if (status === 0) vm.child.kill("SIGTERM");
      const { code, stderr } = await vm.ended;
      assert.equal(code, status, stderr);
      const text = "the connection uplink of its network was lost";
      assert.equal(stderr.includes(text), status === 5, stderr);
    });
  }

  test("a guest that is not ready in its time is stopped", async (t) => {
    const { folder } = await stateDir(t, ["obeys-acpi"], {
      readyTimeoutMs: 300,
    });
    const { code, stderr } = await start(t, folder).ended;
    assert.equal(code, 6, stderr);
    assert.match(stderr, /the guest was not ready in its time/);
  });
});

describe("nothing outlives the runner", () => {
  test("QEMU goes when the runner is killed", async (t) => {
    const vm = await running(t, []);
    vm.child.kill("SIGKILL");
    await until("QEMU is gone", () => !isAlive(vm.pid));
  });

  test("what a killed runner left does not keep the next one from starting", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    vm.child.kill("SIGKILL");
    await vm.ended;
    await until("QEMU is gone", () => !isAlive(vm.pid));
    assert.notDeepEqual(await leftovers(vm.folder), []);
    await rm(join(vm.folder, "heard"));
    const again = start(t, vm.folder);
    await heard(vm, "port SEED");
    again.child.kill("SIGTERM");
    const { code, stderr } = await again.ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(await leftovers(vm.folder), []);
  });

  test("a tied VM goes at once when its parent does", async (t) => {
    const vm = await running(t, ["obeys-poweroff"], { flags: ["--tied"] });
    vm.child.stdin?.end();
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(needed(stderr), { needed: "kill", steps: ["kill"] });
    assert.equal(isAlive(vm.pid), false);
  });
});

/** Stands for systemd-notify(1) and writes down what it is told. */
const NOTIFY = '#!/bin/sh\necho "$@" >>"$NOTIFY_SOCKET"\n';

test("systemd is told when the guest is ready, how it is, and that it stops", async (t) => {
  const vm = await stateDir(t, ["gets-ready", "obeys-poweroff"]);
  const tool = join(vm.folder, "systemd-notify");
  await writeFile(tool, NOTIFY, { mode: 0o755 });
  const told = join(vm.folder, "told");
  const { child, ended } = start(t, vm.folder, {
    env: { PATH: `${vm.folder}:${process.env["PATH"]}`, NOTIFY_SOCKET: told },
  });
  await until(
    "READY=1",
    async () => existsSync(told) && /READY=1/.test(await vm.read("told")),
  );
  child.kill("SIGTERM");
  assert.equal((await ended).code, 0);
  const words = await vm.read("told");
  assert.match(words, /^READY=1 STATUS=app-vm is ready$/m);
  assert.match(words, /^STATUS=booting$/m);
  assert.match(words, /^STOPPING=1$/m);
});

test("a supervisor is told the same over the descriptor that it names", async (t) => {
  const vm = await stateDir(t, ["gets-ready", "obeys-poweroff"]);
  const { child, ended } = start(t, vm.folder, {
    env: { GHAF_NOTIFY_FD: String(NOTIFY_FD) },
  });
  const pipe = child.stdio[NOTIFY_FD];
  assert.ok(pipe instanceof Readable);
  let words = "";
  pipe.on("data", (chunk) => {
    words += chunk;
  });
  await until("READY=1", () => /^READY=1$/m.test(words));
  child.kill("SIGTERM");
  assert.equal((await ended).code, 0);
  assert.match(words, /^STATUS=app-vm is ready$/m);
  assert.match(words, /^STOPPING=1$/m);
});

describe("what a guest says", () => {
  test("its clock and randomness come when it opens the port", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    const [, time] = /^port TIME (\d+)$/m.exec(await vm.read("heard")) ?? [];
    assert.ok(Math.abs(Number(time) - Date.now()) < PATIENCE_MS);
    const [, seed = ""] =
      /^port SEED (\S+)$/m.exec(await vm.read("heard")) ?? [];
    assert.equal(Buffer.from(seed, "base64").length, 32);
  });

  test("a flood of it neither fills the log nor keeps the VM from being stopped", async (t) => {
    const vm = await running(t, ["floods", "obeys-poweroff"]);
    vm.child.kill("SIGTERM");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    assert.ok(stderr.length < 2_000, `${stderr.length} bytes`);
    assert.match(stderr, /what is no word of its port/);
  });
});

test("a wrong command line shows the right ones", async (t) => {
  const child: ChildProcess = spawn(process.execPath, [MAIN, "start"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  const said = child.stderr === null ? "" : text(child.stderr);
  const [code] = await once(child, "exit");
  assert.equal(code, 2);
  assert.match(
    await said,
    /no command is called start\nghaf-runner run STATE-DIR/,
  );
});
