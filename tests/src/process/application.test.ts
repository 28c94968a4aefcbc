/** An application over the whole way: command line, admin, agent, program; and programs that do not behave. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { isAlive, stateOf } from "./process-table.ts";
import type { Finished } from "./program.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { type RunningAgent, startAgent } from "./running-agent.ts";
import { ADMIN_PORT, type Machine, TestDevice } from "./test-device.ts";
import { until } from "./until.ts";
import { Watching } from "./watching.ts";

let device: TestDevice;
let operator: Machine;
let admin: RunningAdmin;
let agent: RunningAgent;
let ready: string;

before(async () => {
  device = await TestDevice.create();
  operator = await device.machine("operator", 20);
  ready = device.path("ready");
  admin = await startAdmin(device);
  const script = device.path("stubborn.sh");
  const lines = ["trap '' TERM", `: > ${ready}`, "while :; do sleep 1; done"];
  await writeFile(script, lines.join("\n"));
  const applications = [
    { name: "viewer", command: "sleep 4750" },
    { name: "stubborn", command: `sh ${script}` },
    { name: "broken", command: "/nowhere/program" },
  ];
  const machine = await device.machine("app-vm", 5);
  const capabilities = { applications };
  agent = await startAgent(device, { machine, type: 12, capabilities });
  await until("the registration", async () => (await names()).length === 1);
});

afterEach(async () => {
  assert.deepEqual(await names(), ["givc-app-vm.service"]);
});

after(async () => {
  await agent.program.stop();
  await admin.program.stop();
  await device.close();
});

test("start, pause, resume and stop are what the kernel shows", async () => {
  ok(await cli("start", "app", "--vm", "app-vm", "viewer"));
  assert.deepEqual(await names(), ["givc-app-vm.service", "viewer@0.service"]);
  const pid = await processOf("4750");
  ok(await cli("pause", "viewer@0.service"));
  assert.equal(stateOf(pid), "T");
  ok(await cli("resume", "viewer@0.service"));
  await until("it sleeps again", () => stateOf(pid) === "S");
  ok(await cli("stop", "app", "viewer@0.service"));
  assert.equal(isAlive(pid), false);
});

test("one that is killed is gone for every watcher, and its number is free", async () => {
  const watching = await Watching.begin(admin.client);
  ok(await cli("start", "app", "--vm", "app-vm", "viewer"));
  process.kill(await processOf("4750"), "SIGKILL");
  await watching.until(() => watching.told("Removed").length > 0);
  ok(await cli("start", "app", "--vm", "app-vm", "viewer"));
  ok(await cli("stop", "app", "viewer@0.service"));
  await watching.until(() => watching.told("Removed").length > 1);
  const gone = watching.told("Removed").map(({ Name }) => Name);
  assert.deepEqual(gone, ["viewer@0.service", "viewer@0.service"]);
  watching.stop();
});

test("one that is paused is stopped all the same", async () => {
  ok(await cli("start", "app", "--vm", "app-vm", "viewer"));
  const pid = await processOf("4750");
  ok(await cli("pause", "viewer@0.service"));
  ok(await cli("stop", "app", "viewer@0.service"));
  assert.equal(isAlive(pid), false);
});

test("one that ignores SIGTERM is killed, and the caller is told that it is stopped", async () => {
  ok(await cli("start", "app", "--vm", "app-vm", "stubborn"));
  await until("the application is ready", () => existsSync(ready));
  ok(await cli("stop", "app", "stubborn@0.service"));
  assert.equal(existsSync(ready), true, "it did not end by itself");
});

test("one whose program is not there says so", async () => {
  const { code, stderr } = await cli(
    "start",
    "app",
    "--vm",
    "app-vm",
    "broken",
  );
  assert.equal(code, 1);
  assert.match(stderr, /\/nowhere\/program: there is no such program/);
});

test("a hundred of them at once, started and stopped", async () => {
  const start = () =>
    admin.client.startApplication(
      { AppName: "viewer", VmName: "app-vm" },
      { timeoutMs: 60_000 },
    );
  const started = await Promise.all(Array.from({ length: 100 }, start));
  const units = started.map(({ registryId }) => registryId);
  assert.equal(new Set(units).size, 100);
  const stop = (AppName: string) =>
    admin.client.stopApplication({ AppName }, { timeoutMs: 60_000 });
  await Promise.all(units.map(stop));
  const left = device.processes().filter(({ args }) => args.includes("4750"));
  assert.deepEqual(left, []);
});

function cli(...args: readonly string[]): Promise<Finished> {
  const { files } = operator;
  const env = {
    GIVC_ADDR: admin.machine.address,
    GIVC_PORT: `${ADMIN_PORT}`,
    GIVC_NAME: admin.machine.name,
    GIVC_BIND: operator.address,
    GIVC_CA_CERT: files.caCert,
    GIVC_HOST_CERT: files.cert,
    GIVC_HOST_KEY: files.key,
  };
  return device.run("givc-cli", args, { env });
}

async function names(): Promise<readonly string[]> {
  const { List } = await admin.client.queryList({});
  return List.map(({ Name }) => Name).sort();
}

function processOf(word: string): Promise<number> {
  return until(`a process with ${word}`, () => {
    const found = device.processes().find(({ args }) => args.includes(word));
    return found?.pid;
  });
}

function ok({ code, stderr }: Finished): void {
  assert.equal(code, 0, stderr);
}
