import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import {
  isAlive,
  leftovers,
  MAIN,
  running,
  stateDir,
  until,
} from "../fake-qemu/fake-vm.ts";

describe("asking the runner of a VM", () => {
  const ask = async (words: readonly string[], input = "") => {
    const child = spawn(process.execPath, [MAIN, ...words], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    if (input !== "") child.stdin.write(input);
    const [stdout, stderr] = [text(child.stdout), text(child.stderr)];
    const [code] = await once(child, "exit");
    return { code, stdout: await stdout, stderr: await stderr };
  };

  test("memory is asked for, the console is joined, the end is waited for", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    assert.deepEqual(await ask(["balloon", vm.folder, "96"]), {
      ...{ code: 0, stdout: "96\n", stderr: "" },
    });
    const console = ask(["console", vm.folder], "ls\n");
    await until("the log has it", async () =>
      (await vm.read("console.log")).includes("typed ls"),
    );
    const ended = await ask(["shutdown", vm.folder]);
    assert.deepEqual(ended, { code: 0, stdout: "", stderr: "" });
    assert.equal(isAlive(vm.pid), false);
    assert.deepEqual(await console, {
      ...{ code: 0, stdout: "typed ls\n", stderr: "" },
    });
    assert.equal((await vm.ended).code, 0);
  });

  test("a paused guest stands still until it is resumed, and gets the time then", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    const quiet = { code: 0, stdout: "", stderr: "" };
    assert.deepEqual(await ask(["pause", vm.folder]), quiet);
    const paused = await ask(["status", vm.folder]);
    assert.match(paused.stdout, /^phase +paused since \d{4}-/m);
    assert.match(paused.stdout, /^qemu +process \d+: paused$/m);
    const times = async () => (await vm.read("heard")).split("TIME").length - 1;
    assert.equal(await times(), 1);

    assert.deepEqual(await ask(["resume", vm.folder]), quiet);
    await until("the time is told", async () => (await times()) === 2);
    const resumed = await ask(["status", vm.folder]);
    assert.match(resumed.stdout, /^phase +ready since /m);
    assert.match(resumed.stdout, /^qemu +process \d+: running$/m);
    await ask(["shutdown", vm.folder]);
  });

  test("a paused guest is stopped in order", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    await ask(["pause", vm.folder]);
    vm.child.kill("SIGTERM");
    const { code, stderr } = await vm.ended;
    assert.equal(code, 0, stderr);
    assert.match(stderr, /"needed":"poweroff"/);
  });

  test("what a VM shows is saved", async (t) => {
    const vm = await running(t, ["obeys-poweroff", "has-a-screen"]);
    const file = join(vm.folder, "shown.png");
    const saved = await ask(["screendump", vm.folder, file]);
    assert.deepEqual(saved, { code: 0, stdout: "", stderr: "" });
    assert.equal(await vm.read("shown.png"), "a png picture");
    const nowhere = join(vm.folder, "absent/shown.ppm");
    const { code, stderr } = await ask(["screendump", vm.folder, nowhere]);
    assert.equal(code, 1);
    assert.match(stderr, /absent\/shown\.ppm cannot be written: ENOENT/);
    await ask(["shutdown", vm.folder]);
    await rm(file);
    assert.deepEqual(await leftovers(vm.folder), []);
  });

  test("a VM without a display says so", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    assert.deepEqual(await ask(["screendump", vm.folder, "/nowhere.png"]), {
      code: 1,
      stdout: "",
      stderr:
        "ghaf-runner: the VM has no display, so there is nothing to show\n",
    });
    await ask(["shutdown", vm.folder]);
  });

  test("the status of a VM that is off tells how its last run ended", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    await ask(["shutdown", vm.folder]);
    const { code, stdout } = await ask(["status", vm.folder]);
    assert.equal(code, 0);
    assert.match(stdout, /^vm +app-vm\nphase +ended since /);
    assert.match(stdout, /^outcome +stopped: it was stopped as asked$/m);
    assert.match(stdout, /^stop +poweroff \d+ ms$/m);
    assert.doesNotMatch(stdout, /process/);
  });

  test("the status of a killed runner says that it is gone", async (t) => {
    const vm = await running(t, []);
    vm.child.kill("SIGKILL");
    await vm.ended;
    const { code, stdout } = await ask(["status", vm.folder]);
    assert.equal(code, 0);
    assert.match(stdout, /^runner +process \d+ was killed; the VM is off$/m);
  });

  test("a VM that was never started has no status", async (t) => {
    const { folder } = await stateDir(t, []);
    assert.deepEqual(await ask(["status", folder]), {
      code: 1,
      stdout: "",
      stderr:
        "ghaf-runner: status.json cannot be read: the VM was never started here\n",
    });
  });

  test("a VM that is off says so", async (t) => {
    const { folder } = await stateDir(t, []);
    assert.deepEqual(await ask(["shutdown", folder]), {
      code: 1,
      stdout: "",
      stderr: "ghaf-runner: no runner works here: the VM is off\n",
    });
  });
});
