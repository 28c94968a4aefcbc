/** Agents without a session: asked every five seconds, lost at the second silence, changes only. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { endedStatus } from "@ghaf/api";
import { AdminError } from "../errors.ts";
import { settle } from "../fake-clock.ts";
import { InProcess, unreachable } from "../in-process.ts";
import { runningStatus } from "./fake-agent.ts";

const AGENT = "givc-app-vm.service";
const FOOT = "foot@0.service";
const ROUND = 5_000;

/** A reference agent in app-vm that runs foot. */
async function withFoot(monitoring = true): Promise<InProcess> {
  const world = new InProcess({ monitoring });
  await world.admin.start();
  await world.register("app-vm");
  const machine = world.machine("app-vm");
  machine.units.set(AGENT, runningStatus(AGENT));
  await world.client().startApplication({ AppName: "foot", VmName: "app-vm" });
  machine.calls.length = 0;
  return world;
}

async function rows(world: InProcess): Promise<string[]> {
  const { List } = await world.client().queryList({});
  return List.map((row) => `${row.Name} ${row.VmStatus}`);
}

test("an application that ended is gone after one round, and its number free", async () => {
  const world = await withFoot();
  world.machine("app-vm").units.set(FOOT, endedStatus(FOOT));
  await world.clock.advance(ROUND);
  assert.deepEqual(await rows(world), [`${AGENT} Running`]);
  const reply = await world
    .client()
    .startApplication({ AppName: "foot", VmName: "app-vm" });
  assert.equal(reply.registryId, FOOT);
});

test("one that failed, or that the agent does not know any more, is gone too", async () => {
  const failed = await withFoot();
  const status = { ...endedStatus(FOOT), activeState: "failed" };
  failed.machine("app-vm").units.set(FOOT, status);
  await failed.clock.advance(ROUND);
  assert.deepEqual(await rows(failed), [`${AGENT} Running`]);
  const unknown = await withFoot();
  unknown.machine("app-vm").gate = async (call) => {
    if (!call.includes(FOOT)) return;
    throw new AdminError("not-found", `error fetching unit status: ${FOOT}`);
  };
  await unknown.clock.advance(ROUND);
  assert.deepEqual(await rows(unknown), [`${AGENT} Running`]);
});

test("watchers are told of changes only", async () => {
  const world = await withFoot();
  const seen: string[] = [];
  const stop = new AbortController();
  const watching = (async () => {
    const items = world.client().watch({}, { signal: stop.signal });
    for await (const item of items) seen.push(item.Status.case ?? "");
  })().catch(() => undefined);
  await world.clock.advance(3 * ROUND);
  assert.deepEqual(seen, ["Initial"]);
  const frozen = { ...runningStatus(FOOT), freezerState: "frozen" };
  world.machine("app-vm").units.set(FOOT, frozen);
  await world.clock.advance(2 * ROUND);
  assert.deepEqual(seen, ["Initial", "Updated"]);
  stop.abort();
  await watching;
});

test("one silence is forgiven, the second in a row is not, and an answer restores", async () => {
  const world = await withFoot();
  const machine = world.machine("app-vm");
  machine.failure = unreachable();
  await world.clock.advance(ROUND);
  assert.deepEqual(await rows(world), [`${AGENT} Running`, `${FOOT} Running`]);
  machine.failure = undefined;
  await world.clock.advance(1_000);
  machine.failure = unreachable();
  await world.clock.advance(4_000);
  assert.deepEqual(await rows(world), [`${AGENT} Running`, `${FOOT} Running`]);
  await world.clock.advance(1_000);
  assert.deepEqual(await rows(world), [`${AGENT} PoweredOff`]);
  machine.failure = undefined;
  await world.clock.advance(ROUND);
  assert.deepEqual(await rows(world), [`${AGENT} Running`]);
});

test("an agent that hangs holds nobody else up", async () => {
  const world = await withFoot();
  await world.register("hung-vm");
  world.machine("hung-vm").gate = () => new Promise(() => undefined);
  world.machine("app-vm").units.set(FOOT, endedStatus(FOOT));
  await world.clock.advance(ROUND);
  assert.ok(!(await rows(world)).includes(`${FOOT} Running`));
  world.admin.close();
});

test("an agent with very many units holds nobody else up for rounds to come", async () => {
  const world = await withFoot();
  const own = "givc-full-vm.service";
  await world.register("full-vm");
  for (let number = 0; number < 100; number += 1) {
    const Name = `bar@${number}.service`;
    await world.register("full-vm", { Name, Type: 14, Parent: own });
  }
  const full = world.machine("full-vm");
  full.units.set(own, runningStatus(own));
  full.gate = (call) =>
    call.endsWith(own) ? Promise.resolve() : new Promise(() => undefined);
  await world.clock.advance(ROUND);
  world.machine("app-vm").units.set(FOOT, endedStatus(FOOT));
  await world.clock.advance(ROUND);
  assert.ok(!(await rows(world)).includes(`${FOOT} Running`));
  world.admin.close();
});

test("an answer that was overtaken by a command is not believed", async () => {
  const world = await withFoot();
  const machine = world.machine("app-vm");
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const before = machine.unitStatus.bind(machine);
  machine.unitStatus = async (unit) => {
    const status = await before(unit);
    if (unit === FOOT) await held;
    return status;
  };
  await world.clock.advance(ROUND);
  await world.client().pauseApplication({ AppName: FOOT });
  release();
  await settle();
  assert.deepEqual(await rows(world), [`${AGENT} Running`, `${FOOT} Paused`]);
  world.admin.close();
});

test("services are asked for less often, and at once when their agent is back", async () => {
  const world = await withFoot();
  const machine = world.machine("app-vm");
  const Name = "kiosk.service";
  machine.units.set(Name, runningStatus(Name));
  await world.register("app-vm", { Name, Type: 13, Parent: AGENT });
  const asked = () => machine.calls.filter((call) => call.includes(Name));
  await world.clock.advance(5 * ROUND);
  assert.equal(asked().length, 0);
  await world.clock.advance(ROUND);
  assert.equal(asked().length, 1);
  machine.failure = unreachable();
  await world.clock.advance(2 * ROUND);
  assert.ok((await rows(world)).includes(`${Name} PoweredOff`));
  machine.failure = undefined;
  await world.clock.advance(ROUND);
  assert.ok((await rows(world)).includes(`${Name} Running`));
});

test("monitoring off asks nobody", async () => {
  const world = await withFoot(false);
  world.machine("app-vm").failure = unreachable();
  await world.clock.advance(4 * ROUND);
  assert.deepEqual(world.machine("app-vm").calls, []);
  assert.deepEqual(await rows(world), [`${AGENT} Running`, `${FOOT} Running`]);
});
