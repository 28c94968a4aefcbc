/** A service whose log nobody reads any more goes on. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Program } from "./program.ts";
import { type ProgramName, starter } from "./program.ts";
import { adminFlags } from "./running-admin.ts";
import { agentConfig, unitsOf, writeConfig } from "./running-agent.ts";
import { ADMIN_PORT, TestDevice, tcpServer } from "./test-device.ts";
import { until } from "./until.ts";

let device: TestDevice;

before(async () => {
  device = await TestDevice.create();
});

after(() => device.close());

/** Starts a program whose log goes to a reader that has left before the first line. */
function withoutReader(name: ProgramName, ...args: readonly string[]): Program {
  const words = 'exec "$@" 2> >(:)';
  const argv = ["bash", "-c", words, "bash", starter(name), ...args];
  return device.spawn(argv, {
    env: device.environment({ GIVC_LOG: "debug" }),
  });
}

test("givc-admin", async () => {
  const machine = await device.machine("admin-vm", 10);
  const program = withoutReader("givc-admin", ...adminFlags(device, machine));
  const operator = await device.machine("operator", 20);
  const server = tcpServer(machine, ADMIN_PORT);
  const client = await device.admin(operator, server);
  await until("the admin", () => client.queryList({}));
  // A refusal is a line of the log.
  await assert.rejects(client.registerService({ State: {}, Transport: {} }));
  await client.queryList({});
  assert.equal((await program.stop()).code, 0);
});

test("givc-agent", async () => {
  const machine = await device.machine("app-vm", 30);
  const config = agentConfig(device, { machine });
  const path = await writeConfig(device, machine.name, config);
  const program = withoutReader("givc-agent", "-config", path);
  const client = await unitsOf(device, machine);
  // It has no admin, and has said so; what it cannot say it must not die of.
  const startUnit = client.startUnit({ UnitName: "other.service" });
  await assert.rejects(startUnit, { code: "permission-denied" });
  assert.equal((await program.stop()).code, 0);
});
