/** What an agent says at great length is cut, and nothing of the rest is kept. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ReportingAgent, status } from "./reporting-agent.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { TestDevice } from "./test-device.ts";

/** Nearly what one message may be. Together they are more than the admin has memory for. */
const TEXT = "x".repeat(3_900_000);
const TEXTS = 150;
const KEPT = 1_024;

let device: TestDevice;
let admin: RunningAdmin;

before(async () => {
  device = await TestDevice.create();
  admin = await startAdmin(device);
});

after(() => device.close());

test("descriptions of four megabytes each, on as many units as fill the admin", async () => {
  const machine = await device.machine("app-vm", 30);
  const agent = await ReportingAgent.open(device, machine, admin.server);
  for (let number = 0; number < TEXTS; number += 1) {
    agent.tell(status(`foot@${number}.service`, TEXT));
  }
  await agent.taken();
  const { List } = await admin.client.queryList({});
  const kept = List.filter(({ Name }) => Name.startsWith("foot@"));
  assert.equal(kept.length, TEXTS);
  for (const { Description } of kept) {
    assert.equal(Description.length, KEPT);
  }
  agent.close();
});
