/** What becomes of an agent's units when the agent, its keeper or a unit's program ends, in whatever way. */

import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { isAlive, stateOf } from "./process-table.ts";
import {
  type RunningAgent,
  type SupervisedUnit,
  startAgent,
} from "./running-agent.ts";
import { type Machine, TestDevice } from "./test-device.ts";
import { until } from "./until.ts";

let device: TestDevice;
let machine: Machine;
let agent: RunningAgent | undefined;

before(async () => {
  device = await TestDevice.create();
  machine = await device.machine("net-vm", 4);
});

afterEach(async () => {
  await agent?.program.kill();
  await until("the end of every unit", () => device.processes().length === 0);
});

after(() => device.close());

/** A shell with a child and a grandchild, all found by their words. */
const FAMILY = "sleep 4711 & sh -c 'sleep 4712 & sleep 4713' & wait";
const family: SupervisedUnit = unit("family", FAMILY, { autostart: true });

test("kill -9 of the agent leaves nothing of its units, grandchildren included", async () => {
  const { program } = await start([family]);
  const members = await Promise.all(["4711", "4712", "4713"].map(processOf));
  await program.stop("SIGKILL");
  await until("the end of the family", () => !members.some(isAlive));
  await until("the end of the keeper", () => device.processes().length === 0);
});

test("kill -9 of the keeper: its units have failed, and the next start works", async () => {
  const { client } = await start([family]);
  const members = await Promise.all(["4711", "4712", "4713"].map(processOf));
  process.kill(await processOf("--keeper"), "SIGKILL");
  await until("the end of the family", () => !members.some(isAlive));
  const UnitName = family.name;
  await until("its failure", async () => {
    const { UnitStatus } = await client.getUnitStatus({ UnitName });
    return UnitStatus?.ActiveState === "failed";
  });
  const again = await client.startUnit({ UnitName });
  assert.equal(again.UnitStatus?.ActiveState, "active");
  assert.ok(await processOf("4713"));
});

test("a unit that ends takes what it left in its group with it", async () => {
  const orphans = unit("orphans", "sleep 4714 & exit 0", { autostart: false });
  const { client } = await start([orphans]);
  await client.startUnit({ UnitName: orphans.name });
  await until("the unit's end", async () => {
    const { UnitStatus } = await client.getUnitStatus({
      UnitName: orphans.name,
    });
    return UnitStatus?.ActiveState === "inactive";
  });
  await until("the end of its child", () => found("4714") === undefined);
});

test("SIGTERM stops units by their stopOrder", async () => {
  const log = device.path("order.log");
  const last = (name: string, stopOrder: number) =>
    trapping(name, `echo ${name} >> ${log}; exit 0`, { stopOrder });
  const units = [last("third", 9), last("first", -1), last("second", 0)];
  const { program } = await start(units);
  await allReady(units);
  const { code } = await program.stop();
  assert.equal(code, 0);
  assert.equal(await readFile(log, "utf8"), "first\nsecond\nthird\n");
});

test("a program that ignores SIGTERM is killed after its time, and the next one's turn comes", async () => {
  const log = device.path("polite.log");
  const order = { stopOrder: 1, stopTimeoutSec: 1 };
  const stubborn = trapping("stubborn", "", order);
  const polite = trapping("polite", `echo bye > ${log}; exit`, {
    stopOrder: 2,
  });
  const { program } = await start([stubborn, polite]);
  await allReady([stubborn, polite]);
  assert.equal((await program.stop()).code, 0);
  assert.equal(await readFile(log, "utf8"), "bye\n");
});

test("stopping a program that ignores SIGTERM says how it ended", async () => {
  const stubborn = trapping("stubborn", "", { stopTimeoutSec: 1 });
  const { client } = await start([stubborn]);
  await allReady([stubborn]);
  const { UnitStatus } = await client.stopUnit(
    { UnitName: stubborn.name },
    { timeoutMs: 30_000 },
  );
  assert.equal(UnitStatus?.ActiveState, "failed");
});

test("a unit that is frozen is stopped all the same", async () => {
  const { program, client } = await start([family]);
  const child = await processOf("4713");
  await client.freezeUnit({ UnitName: family.name });
  assert.equal(stateOf(child), "T");
  assert.equal((await program.stop()).code, 0);
  assert.equal(isAlive(child), false);
});

test("poweroff.target stops the units in order, then the agent, never the machine", async () => {
  const log = device.path("power.log");
  const told = trapping("told", `echo off >> ${log}; exit`);
  const { program, client } = await start([told, family], ["poweroff.target"]);
  await allReady([told]);
  await client.startUnit({ UnitName: "poweroff.target" });
  assert.equal((await program.finished()).code, 0);
  assert.equal(await readFile(log, "utf8"), "off\n");
});

test("a target that the configuration does not name ends nothing", async () => {
  const { client, program } = await start([family]);
  for (const UnitName of ["poweroff.target", "reboot.target", "exit.target"]) {
    await assert.rejects(client.startUnit({ UnitName }), {
      code: "permission-denied",
      message: "cannot start unit: unit is not whitelisted",
    });
  }
  assert.ok(isAlive(program.pid));
  assert.ok(await processOf("4711"));
});

test("a program that does not exist, or may not be run, is named", async () => {
  const { client } = await start([
    { name: "none.service", command: ["/nowhere/program"] },
    { name: "folder.service", command: [device.folder] },
  ]);
  await assert.rejects(client.startUnit({ UnitName: "none.service" }), {
    message:
      "cannot start unit: cannot start none.service: /nowhere/program: there is no such program",
  });
  await assert.rejects(client.startUnit({ UnitName: "folder.service" }), {
    message: `cannot start unit: cannot start folder.service: ${device.folder}: the program may not be executed`,
  });
});

/** Does that at SIGTERM, or nothing; leaves a file when it is ready to. */
function trapping(
  name: string,
  atTerm: string,
  more: Partial<SupervisedUnit> = {},
): SupervisedUnit {
  // The shell hears of a signal only while it waits.
  const idle = "while :; do sleep 1 & wait $!; done";
  const ready = `: > ${readyFile(`${name}.service`)}`;
  return unit(name, `trap '${atTerm}' TERM; ${ready}; ${idle}`, more);
}

function readyFile(name: string): string {
  return device.path(`${name}.ready`);
}

async function allReady(units: readonly SupervisedUnit[]): Promise<void> {
  for (const { name } of units) {
    await until(`${name} is ready`, () => existsSync(readyFile(name)));
    rmSync(readyFile(name));
  }
}

function unit(
  name: string,
  script: string,
  more: Partial<SupervisedUnit> = {},
): SupervisedUnit {
  const command = ["sh", "-c", script];
  return { name: `${name}.service`, command, autostart: true, ...more };
}

async function start(
  units: readonly SupervisedUnit[],
  targets: readonly string[] = [],
): Promise<RunningAgent> {
  const services = [...units.map(({ name }) => name), ...targets];
  const capabilities = { services };
  agent = await startAgent(device, { machine, capabilities, units });
  return agent;
}

/** The pid of the device's process with that word among its arguments. */
function processOf(word: string): Promise<number> {
  return until(`a process with ${word}`, () => found(word));
}

function found(word: string): number | undefined {
  return device.processes().find(({ args }) => args.includes(word))?.pid;
}
