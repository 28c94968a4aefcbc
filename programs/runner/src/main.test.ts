import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { exampleSpec } from "./spec/example-spec.ts";

const compiled = (name: string) =>
  fileURLToPath(new URL(name, import.meta.url));
const MAIN = compiled("main.js");
const FAKE_QEMU = compiled("fake-qemu/main.js");

/** How long something may take before a test is given up. */
const PATIENCE_MS = 30_000;

/** A state directory whose VM is the fake QEMU with those words. */
async function stateDir(
  t: TestContext,
  words: readonly string[],
  difference: object = {},
) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-runner-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const sockets = ["app-vm.sock", "runner.sock"];
  const argv = [process.execPath, FAKE_QEMU, ...sockets, ...words];
  const spec = {
    ...exampleSpec(),
    variants: [{ accelerator: "tcg", argv }],
    memoryMib: 1,
    stop: { poweroffMs: 5_000, acpiMs: 5_000, termMs: 5_000 },
    ...difference,
  };
  await writeFile(join(folder, "spec.json"), JSON.stringify(spec));
  const read = (file: string) => readFile(join(folder, file), "utf8");
  return { folder, read };
}

/** The runner, with what it says; killed with the test. */
function start(
  t: TestContext,
  folder: string,
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly flags?: readonly string[];
  } = {},
) {
  const { env = {}, flags = [] } = options;
  const child = spawn(
    process.execPath,
    [MAIN, "run", folder, "--accel", "tcg", ...flags],
    { stdio: ["pipe", "ignore", "pipe"], env: { ...process.env, ...env } },
  );
  t.after(() => child.kill("SIGKILL"));
  const said = text(child.stderr);
  const ended = once(child, "exit").then(async ([code, signal]) => ({
    code,
    signal,
    stderr: await said,
  }));
  return { child, ended };
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>) {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await pause(10);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

type Folder = Awaited<ReturnType<typeof stateDir>>;

async function heard({ folder, read }: Folder, line: string): Promise<void> {
  await until(`heard ${line}`, async () => {
    if (!existsSync(join(folder, "heard"))) return false;
    return (await read("heard")).split("\n").some((l) => l.startsWith(line));
  });
}

/** Starts a VM whose guest has come up, and gives it with QEMU's process. */
async function running(
  t: TestContext,
  words: readonly string[],
  options: { readonly difference?: object; readonly flags?: string[] } = {},
) {
  const { difference = {}, flags = [] } = options;
  const folder = await stateDir(t, ["gets-ready", ...words], difference);
  const runner = start(t, folder.folder, { flags });
  const refused = runner.ended.then(({ code, stderr }) => {
    throw new Error(`the runner ended with ${code}: ${stderr}`);
  });
  await Promise.race([heard(folder, "port SEED"), refused]);
  const pid = Number(await folder.read("pid"));
  return { ...folder, ...runner, pid };
}

function needed(stderr: string): unknown {
  const [, json = "{}"] = /notice: stopped (.*)$/m.exec(stderr) ?? [];
  const { needed, steps } = JSON.parse(json);
  return { needed, steps: steps.map(({ name }: { name: string }) => name) };
}

const leftovers = async (folder: string) =>
  (await readdir(folder)).filter(
    (name) =>
      !["spec.json", "heard", "pid", "console.log", "console.log.1"].includes(
        name,
      ),
  );

describe("stopping a VM", () => {
  for (const [words, step, before] of [
    [["obeys-poweroff"], "poweroff", []],
    [["obeys-acpi"], "acpi", ["poweroff"]],
    [["obeys-term"], "term", ["poweroff", "acpi"]],
    [[], "kill", ["poweroff", "acpi", "term"]],
  ] as const) {
    test(`that only ${step} ends takes ${before.length + 1} steps`, async (t) => {
      const stop = { poweroffMs: 300, acpiMs: 300, termMs: 300 };
      const vm = await running(t, words, {
        difference: before.length === 0 ? {} : { stop },
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

describe("a VM that cannot start", () => {
  const refused = async (t: TestContext, folder: string) => {
    const { code, stderr } = await start(t, folder).ended;
    assert.equal(code, 1, stderr);
    return stderr;
  };

  test("QEMU's own reason is said", async (t) => {
    const { folder } = await stateDir(t, ["refuses"]);
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: app-vm does not start: QEMU ended with 1: qemu: could not load kernel\n",
    );
    assert.deepEqual(await leftovers(folder), []);
  });

  test("a missing kernel and a missing archive are named", async (t) => {
    const kernel = ["-kernel", "current/vmlinux"];
    const without = await stateDir(t, kernel);
    assert.equal(
      await refused(t, without.folder),
      "ghaf-runner: kernel current/vmlinux does not exist\n",
    );
    const variant = {
      accelerator: "tcg",
      argv: [process.execPath, "{initrd}"],
    };
    const { folder } = await stateDir(t, [], {
      variants: [variant],
      initrds: ["secrets.cpio"],
    });
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: initial RAM disk secrets.cpio does not exist\n",
    );
    assert.deepEqual(await leftovers(folder), []);
  });

  test("a QEMU that is not installed is named with its package", async (t) => {
    const argv = ["qemu-system-aarch64"];
    const { folder } = await stateDir(t, [], {
      variants: [{ accelerator: "tcg", argv }],
    });
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: qemu-system-aarch64 is not installed: apt-get install qemu-system-arm\n",
    );
  });

  test("more memory than there is is refused with both numbers", async (t) => {
    const { folder } = await stateDir(t, [], { memoryMib: 4_000_000_000 });
    assert.match(
      await refused(t, folder),
      /app-vm may take 4000000000 MiB of memory, and this machine has \d+ MiB to give/,
    );
  });

  test("a second runner of the same VM is refused, and the first goes on", async (t) => {
    const vm = await running(t, ["obeys-poweroff"]);
    assert.equal(
      await refused(t, vm.folder),
      "ghaf-runner: another runner has this VM: it answers at ghaf-runner.sock\n",
    );
    vm.child.kill("SIGTERM");
    assert.equal((await vm.ended).code, 0);
  });

  test("a socket that another program has is named", async (t) => {
    const { folder } = await stateDir(t, []);
    const server = createServer().listen(join(folder, "runner.sock"));
    await once(server, "listening");
    t.after(() => server.close());
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: socket runner.sock is in use: another program answers there\n",
    );
  });

  test("a damaged specification is refused with its places", async (t) => {
    const { folder } = await stateDir(t, [], { taps: [{ name: "tap0" }] });
    assert.equal(
      await refused(t, folder),
      "ghaf-runner: spec.json: taps[0].bridge: expected an interface name of 1 to 15 characters, got nothing\n",
    );
    await writeFile(join(folder, "spec.json"), "{");
    assert.match(
      await refused(t, folder),
      /^ghaf-runner: spec\.json is not JSON: /,
    );
  });

  test("a directory that is not there is named", async (t) => {
    const { folder } = await stateDir(t, []);
    assert.match(
      await refused(t, join(folder, "absent")),
      /absent cannot be entered: ENOENT/,
    );
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
