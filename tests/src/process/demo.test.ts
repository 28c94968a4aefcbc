/** The demo as people run it: its story, and that nothing of it stays, however it ends. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, afterEach, before, test } from "node:test";
import { type Program, starter } from "./program.ts";
import { TestDevice } from "./test-device.ts";
import { until } from "./until.ts";

/** Where it has processes of every kind: daemons, VMs, a watcher, an application. */
const MIDWAY = "4. It is paused and resumed";
const MARK = "GHAF_DEMO=";
/** A story is many steps, each of which may take as long as anything else here. */
const STORY_MS = 180_000;

let device: TestDevice;

before(async () => {
  device = await TestDevice.create();
});

afterEach(() => nothingIsLeft());

after(() => device.close());

const STORY = [
  "1. A device is described in one file",
  "both mistakes are found, each with its line",
  "2. The device comes up",
  "3. An application is started in app-vm",
  "the watcher sees it running",
  "paused, and the watcher saw it",
  "resumed, and the watcher saw it",
  "the watcher sees it go",
  "chat-vm was started, its agent registered, chat runs",
  "a certificate used from another address is refused",
  "a VM cannot pass itself off as the host",
  "entries are known again",
  "Everything came true",
];

test("the whole story, twice at the same time", async () => {
  const both = await Promise.all([
    demo().finished(STORY_MS),
    demo().finished(STORY_MS),
  ]);
  for (const { code, stdout, stderr } of both) {
    assert.equal(code, 0, `${stdout}${stderr}`);
    const missing = STORY.filter((words) => !stdout.includes(words));
    assert.deepEqual(missing, [], stdout);
    assert.equal(stderr, "");
  }
});

for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
  test(`${signal} midway`, async () => {
    const program = demo();
    await program.said(MIDWAY, STORY_MS);
    assert.notEqual(device.processes().length, 0);
    const finished = await program.stop(signal);
    assert.notEqual(finished.code, 0);
  });
}

test("kill -9 of whoever started it", async () => {
  const command = [process.execPath, starter("demo"), "--local"];
  const shell = device.spawn(["sh", "-c", '"$@"; true', "sh", ...command]);
  await shell.said(MIDWAY, STORY_MS);
  await shell.stop("SIGKILL");
});

test("kill -9 at its beginning", async () => {
  const program = demo();
  await program.said("A small device on this machine");
  await program.stop("SIGKILL");
});

test("--stay leaves a device that the printed exports reach, until Ctrl-C", async () => {
  const program = demo("--stay");
  await program.said("logs: ", STORY_MS);
  const env = exportsIn(program.stdout);
  const list = await device.run("givc-cli", ["query-list", "--as-json"], {
    env,
  });
  assert.equal(list.code, 0, list.stderr);
  const items = JSON.parse(list.stdout) as readonly { name: string }[];
  const names = items.map(({ name }) => name);
  assert.ok(names.includes("givc-ghaf-host.service"), list.stdout);
  const words = ["start", "app", "--vm", "app-vm", "viewer"];
  const start = await device.run("givc-cli", words, { env });
  assert.equal(start.code, 0, start.stderr);
  const { code } = await program.stop("SIGINT");
  assert.equal(code, 0);
});

test("a flag that it does not have", async () => {
  const { code, stdout } = await demo("--sleep").finished();
  assert.equal(code, 2);
  assert.match(stdout, /Usage: npm run demo/);
});

function demo(...flags: readonly string[]): Program {
  const command = [process.execPath, starter("demo"), "--local", ...flags];
  return device.spawn(command);
}

/** The lines to paste, as the environment they would make. */
function exportsIn(text: string): Readonly<Record<string, string>> {
  const lines = text.matchAll(/^ *export (\w+)=(\S+)$/gm);
  const found = Object.fromEntries(
    [...lines].map(([, name = "", value = ""]) => [name, value]),
  );
  assert.equal(Object.keys(found).length, 7, text);
  return found;
}

/** No process of it, no folder, nothing that carries its mark. */
async function nothingIsLeft(): Promise<void> {
  await until(
    "the end of the demo's processes",
    () => device.processes().length === 0,
  );
  assert.deepEqual(marked(), []);
  await until(
    "the end of the demo's folder",
    () => readdirSync(device.folder).length === 0,
  );
}

/** Processes with the demo's mark that were started from this folder. */
function marked(): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      const environment = environmentOf(pid);
      return (
        environment.some((entry) => entry.startsWith(MARK)) &&
        environment.includes(`TMPDIR=${device.folder}`)
      );
    });
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}
