/** A watcher that does not read, while twenty thousand changes flow: it costs nobody anything. */

import assert from "node:assert/strict";
import type { ClientHttp2Stream } from "node:http2";
import { after, afterEach, before, test } from "node:test";
import { memoryOf } from "./process-table.ts";
import { ReportingAgent } from "./reporting-agent.ts";
import { type RunningAdmin, startAdmin } from "./running-admin.ts";
import { type Machine, TestDevice } from "./test-device.ts";
import { Watching } from "./watching.ts";
import {
  answerOf,
  beginCall,
  framed,
  secured,
  sessionOver,
} from "./wire-call.ts";

const CHANGES = 20_000;
/** Less than the admin keeps for a watcher that has not read it. */
const AT_ONCE = 1_000;
const WATCH = "/admin.AdminService/Watch";
const MEBIBYTE = 1_024 * 1_024;

let device: TestDevice;
let operator: Machine;
let admin: RunningAdmin;

before(async () => {
  device = await TestDevice.create();
  operator = await device.machine("operator", 20);
});

afterEach(() => admin.program.kill());

after(() => device.close());

test("another watcher is told every change in order; the slow one is told that it fell behind", async () => {
  const agent = await start();
  const quick = await Watching.begin(admin.client);
  const slow = await beginSlowWatch();
  await reportTo(quick, agent);
  const told = quick.told("Updated").map(({ Description }) => Description);
  const sent = Array.from({ length: CHANGES }, (_, n) => `change ${n + 1}`);
  assert.deepEqual(told, sent);
  const answer = answerOf(slow);
  slow.resume();
  const { status, message } = await answer;
  assert.equal(status, 10);
  assert.equal(message, "fell behind, subscribe again");
  quick.stop();
  agent.close();
});

test("fifty of them do not fill the admin's memory", async () => {
  const agent = await start();
  // What the changes themselves cost, with everybody reading.
  const quick = await Watching.begin(admin.client);
  await reportTo(quick, agent);
  const before = memoryOf(admin.program.pid);
  const slow = await Promise.all(
    Array.from({ length: 50 }, () => beginSlowWatch()),
  );
  await reportTo(quick, agent);
  const grown = memoryOf(admin.program.pid) - before;
  // Unbounded, fifty times 20,000 changes of 100 bytes would be 100 MiB and more.
  assert.ok(grown < 48 * MEBIBYTE, `grown by ${grown / MEBIBYTE} MiB`);
  assert.equal(quick.told("Updated").length, 2 * CHANGES);
  for (const call of slow) call.session?.destroy();
  quick.stop();
  agent.close();
});

test("SIGTERM does not wait for it", async () => {
  const agent = await start();
  const slow = await beginSlowWatch();
  await agent.report(CHANGES);
  const { code, signal } = await admin.program.stop();
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  slow.session?.destroy();
});

/** All changes, none far ahead of what the quick one has: what it has to read it shares a process with. */
async function reportTo(quick: Watching, agent: ReportingAgent): Promise<void> {
  for (let left = CHANGES; left > 0; left -= AT_ONCE) {
    const wanted = quick.changes.length + AT_ONCE;
    await agent.report(AT_ONCE);
    await quick.until((changes) => changes.length >= wanted);
  }
}

async function start(): Promise<ReportingAgent> {
  admin = await startAdmin(device);
  const machine = await device.machine("net-vm", 4);
  return ReportingAgent.open(device, machine, admin.server);
}

/** A watch over a connection of its own, of which nothing is read after its beginning. */
async function beginSlowWatch(): Promise<ClientHttp2Stream> {
  const session = sessionOver(await secured(operator, admin.machine));
  const call = beginCall(session, WATCH);
  call.pause();
  call.end(framed());
  await new Promise((resolve) => call.once("response", resolve));
  return call;
}
