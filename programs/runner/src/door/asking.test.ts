import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, test } from "node:test";
import {
  isAlive,
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

  test("a VM that is off says so", async (t) => {
    const { folder } = await stateDir(t, []);
    assert.deepEqual(await ask(["shutdown", folder]), {
      code: 1,
      stdout: "",
      stderr: "ghaf-runner: no runner works here: the VM is off\n",
    });
  });
});
