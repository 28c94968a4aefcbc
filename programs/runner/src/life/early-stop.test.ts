import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { askRunner } from "../door/ask.ts";
import {
  heard,
  isAlive,
  leftovers,
  needed,
  running,
  start,
  stateDir,
  until,
} from "../fake-qemu/fake-vm.ts";

/** A program that does not end by itself, and says that it was started. */
const ENDLESS = '#!/bin/sh\necho $$ >"$STARTED"\nexec sleep 600\n';

/** A runner whose `program` is endless, when it has come that far. */
async function hanging(
  t: Parameters<typeof stateDir>[0],
  program: string,
  difference: object,
) {
  const vm = await stateDir(t, ["gets-ready"], difference);
  const { folder } = await stateDir(t, []);
  await writeFile(join(folder, program), ENDLESS, { mode: 0o755 });
  const started = join(folder, "started");
  const env = { PATH: `${folder}:${process.env["PATH"]}`, STARTED: started };
  const runner = start(t, vm.folder, { env });
  await until(`${program} runs`, () => existsSync(started));
  await until("it has a number", async () => /\n/.test(await read(started)));
  return { ...vm, ...runner, pid: Number(await read(started)) };
}

const read = (file: string) => readFile(file, "utf8");

describe("a stop before the guest runs", () => {
  test("ends the making of a volume, of which nothing is left", async (t) => {
    const vm = await hanging(t, "mkfs.ext4", {
      volumes: [
        {
          ...{ file: "data.img", sizeMib: 1, fileSystem: "ext4" },
          ...{ label: "data", autoCreate: true },
        },
      ],
    });
    vm.child.kill("SIGTERM");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /the VM has ended: stopped/);
    assert.equal(isAlive(vm.pid), false);
    assert.deepEqual(await leftovers(vm.folder), []);
    const status = JSON.parse(await vm.read("status.json"));
    assert.equal(status.phase, "ended");
    assert.equal(status.outcome.kind, "stopped");
    assert.deepEqual((await readdir(vm.folder)).sort(), [
      ...["spec.json", "status.json"],
    ]);
  });

  test("ends a QEMU that has not answered yet", async (t) => {
    const vm = await stateDir(t, ["never-greets"]);
    const { child, ended } = start(t, vm.folder);
    await until("QEMU runs", () => existsSync(join(vm.folder, "pid")));
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.equal(isAlive(Number(await vm.read("pid"))), false);
    assert.deepEqual(await leftovers(vm.folder), []);
  });
});

describe("a stop under load", () => {
  const stop = { poweroffMs: 300, acpiMs: 300, termMs: 300 };

  test("a QEMU that answers nothing takes no longer than its steps", async (t) => {
    const vm = await running(t, ["is-busy"], { difference: { stop } });
    vm.child.kill("SIGTERM");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    const steps = ["poweroff", "acpi", "term", "kill"];
    assert.deepEqual(needed(stderr), { needed: "kill", steps });
    assert.match(stderr, /QEMU did not take it in that time/);
  });

  test("a pause that QEMU does not answer is not to come true later", async (t) => {
    const vm = await running(t, ["is-busy", "obeys-term"], {
      difference: { stop },
    });
    const refusal = { message: "QEMU did not answer stop in 5000 ms" };
    await assert.rejects(askRunner(vm.folder, { do: "pause" }), refusal);
    await until("it is told to go on", async () => {
      const lines = (await vm.read("heard")).split("\n");
      return lines.indexOf("qmp stop") < lines.lastIndexOf("qmp cont");
    });
    vm.child.kill("SIGTERM");
    assert.equal((await vm.ended).code, 0);
  });

  test("a QEMU that does not even let its guest go is stopped", async (t) => {
    const vm = await stateDir(t, ["gets-ready", "ignores-cont"], { stop });
    const { child, ended } = start(t, vm.folder);
    await heard(vm, "qmp cont");
    child.kill("SIGTERM");
    const { code, stderr } = await ended;
    assert.equal(code, 0, stderr);
    assert.deepEqual(needed(stderr), {
      needed: "kill",
      steps: ["poweroff", "acpi", "term", "kill"],
    });
    assert.deepEqual(await leftovers(vm.folder), []);
  });
});
