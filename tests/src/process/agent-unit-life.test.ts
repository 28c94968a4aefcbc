/** Units of a real agent that say when they are ready and are started again, and what the agent's own end says. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
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

/** It is answered when the test decides, however slow the machine. */
const LONG = { timeoutMs: 30_000 };
const READY = "echo READY=1 >&$GHAF_NOTIFY_FD";
const lively = unit("lively", `echo begun; ${READY}; exec sleep 4811`);
const silent = unit("silent", "exec sleep 4812");

test("a unit is up when it says so, and again after it was killed; its log has both", async () => {
  const logFolder = device.path("logs");
  const { client, program } = await start([lively], { logFolder });
  const UnitName = lively.name;
  const started = await client.startUnit({ UnitName });
  assert.equal(started.UnitStatus?.ActiveState, "active");
  const first = await processOf("4811");
  process.kill(first, "SIGKILL");
  // It waits a second for its start, which whoever looks may miss.
  await program.said(/a unit has failed .*lively/);
  await untilIs(UnitName, "active", "running");
  assert.notEqual(await processOf("4811"), first);
  const log = await readFile(`${logFolder}/${UnitName}.log`, "utf8");
  assert.equal(log, "begun\nbegun\n");
});

test("a unit that is not ready yet is stopped at once, and its start has failed", async () => {
  const { client } = await start([silent]);
  const UnitName = silent.name;
  const refused = assert.rejects(client.startUnit({ UnitName }, LONG), {
    message: `cannot start unit: cannot start ${UnitName}: it is being stopped`,
  });
  await processOf("4812");
  const { UnitStatus } = await client.stopUnit({ UnitName });
  assert.equal(UnitStatus?.ActiveState, "inactive");
  await refused;
});

test("SIGTERM does not wait for a unit that is starting, nor for one that depends on it", async () => {
  const autostart = true;
  const { program } = await start([
    { ...silent, autostart },
    { ...lively, autostart, after: [silent.name] },
  ]);
  await processOf("4812");
  assert.equal((await program.stop()).code, 0);
});

test("kill -9 of the agent: nothing starts again, and nothing is left", async () => {
  const failing = unit("failing", `${READY}; exit 7`);
  const { program, client } = await start([silent, failing]);
  void client.startUnit({ UnitName: silent.name }).catch(() => undefined);
  void client.startUnit({ UnitName: failing.name }).catch(() => undefined);
  await processOf("4812");
  await untilIs(failing.name, "activating", "auto-restart");
  await program.stop("SIGKILL");
  await until("the end of all", () => device.processes().length === 0);
});

test("reboot.target ends the agent with 75, so that it is started again", async () => {
  const { program, client } = await start([lively], {
    targets: ["reboot.target"],
  });
  await client.startUnit({ UnitName: lively.name });
  await client.startUnit({ UnitName: "reboot.target" });
  assert.equal((await program.finished()).code, 75);
});

test("what freezes a unit is its program, whose complaint is the answer", async () => {
  const complaint = "echo 'the VM is not paused: no QMP' >&2; exit 1";
  const { client } = await start([
    {
      ...lively,
      freezeCommand: ["sh", "-c", complaint],
      thawCommand: ["true"],
    },
  ]);
  const UnitName = lively.name;
  await client.startUnit({ UnitName });
  await assert.rejects(client.freezeUnit({ UnitName }), {
    message: `cannot freeze unit: cannot freeze ${UnitName}: the VM is not paused: no QMP`,
  });
});

/** A unit that is ready when it says so, and is started again when it fails. */
function unit(name: string, script: string): SupervisedUnit {
  return {
    name: `${name}.service`,
    command: ["sh", "-c", script],
    type: "notify",
    restart: "on-failure",
  };
}

async function start(
  units: readonly SupervisedUnit[],
  more: {
    readonly logFolder?: string;
    readonly targets?: readonly string[];
  } = {},
): Promise<RunningAgent> {
  const { targets = [], ...parts } = more;
  const services = [...units.map(({ name }) => name), ...targets];
  const capabilities = { services };
  agent = await startAgent(device, { machine, capabilities, units, ...parts });
  return agent;
}

async function untilIs(UnitName: string, state: string, sub: string) {
  await until(`${UnitName} is ${state}/${sub}`, async () => {
    const answer = await agent?.client.getUnitStatus({ UnitName });
    const status = answer?.UnitStatus;
    return status?.ActiveState === state && status.SubState === sub;
  });
}

/** The pid of the device's process with that word among its arguments. */
function processOf(word: string): Promise<number> {
  const found = () =>
    device.processes().find(({ args }) => args.includes(word))?.pid;
  return until(`a process with ${word}`, found);
}
