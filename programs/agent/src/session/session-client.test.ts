import assert from "node:assert/strict";
import { test } from "node:test";
import { parseUnitName } from "@ghaf/api";
import { RpcError } from "@ghaf/api/rpc";
import { createAgent } from "../agent.ts";
import {
  type FakeMachine,
  fakeApplication,
  fakeMachine,
  until,
} from "../fake-machine.ts";
import { UnitsError } from "../systemd/units.ts";
import { MOST_UNACKNOWLEDGED } from "./outbox.ts";
import { ScriptedAdmin } from "./scripted-admin.ts";

const SYNC = parseUnitName("sync.service");
const FOOT0 = parseUnitName("foot@0.service");

function setUp(prepare: (machine: FakeMachine) => void = () => {}) {
  const machine = fakeMachine({
    configured: { [SYNC]: 13, "poweroff.target": 13, "other.service": 9 },
    applications: [fakeApplication("foot")],
  });
  prepare(machine);
  const admin = new ScriptedAdmin();
  const agent = createAgent({
    ...machine.ports,
    dial: () => admin.transport(),
  });
  let registered = false;
  void agent.registered.then(() => {
    registered = true;
  });
  agent.start();
  return { ...machine, machine, admin, agent, isRegistered: () => registered };
}

function foot(unit: string) {
  const command = ["/bin/foot"] as const;
  const name = parseUnitName(unit);
  return { unit: name, description: "foot", command, environment: {} };
}

test("the first frame says everything of the machine", async () => {
  const { machine, admin, units, agent } = setUp();
  await units.startTransient(foot(FOOT0));
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  const { snapshot } = admin.latest;
  assert.equal(admin.latest.frames[0]?.sequence, 0n);
  assert.equal(snapshot?.epoch, "epoch-1");
  assert.equal(snapshot?.agent?.status?.Name, "givc-app-vm.service");
  assert.equal(snapshot?.agent?.status?.ActiveState, "active");
  assert.equal(snapshot?.agent?.type, 12);
  assert.equal(snapshot?.parent, "microvm@app-vm.service");
  assert.equal(snapshot?.version, "givc-agent test");
  assert.deepEqual(
    { ...snapshot?.transport, $typeName: undefined },
    {
      $typeName: undefined,
      Protocol: "tcp",
      Address: "127.0.0.20",
      Port: "9000",
      Name: "app-vm",
    },
  );
  // Targets may be controlled, and are no entries of their own.
  assert.deepEqual(
    snapshot?.units.map(({ status, type }) => [status?.Name, type]),
    [
      ["sync.service", 13],
      ["other.service", 9],
    ],
  );
  assert.deepEqual(
    snapshot?.applications.map((one) => one.Name),
    [FOOT0],
  );
  await agent.close();
});

test("registered means acknowledged, for this session", async () => {
  const { machine, admin, agent, isRegistered } = setUp();
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  admin.latest.welcome("epoch of another");
  await machine.clock.advance(100);
  assert.equal(isRegistered(), false);
  admin.latest.welcome();
  await until(machine, isRegistered);
  await agent.close();
});

test("changes follow in order, numbered from one", async () => {
  const { machine, admin, units, agent } = setUp();
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  admin.latest.welcome();
  await units.start(SYNC);
  await units.startTransient(foot(FOOT0));
  await units.freeze(FOOT0);
  units.exit(FOOT0, 1);
  await until(machine, () => admin.latest.frames.length === 5);
  assert.deepEqual(admin.latest.changes, [
    "sync.service active",
    "foot@0.service active",
    "foot@0.service active",
    "foot@0.service gone",
  ]);
  assert.deepEqual(
    admin.latest.frames.map(({ sequence }) => sequence),
    [0n, 1n, 2n, 3n, 4n],
  );
  await agent.close();
});

test("when the admin ends the session the next one begins anew, with what is by then", async () => {
  for (const failure of [undefined, new RpcError("aborted", "a newer one")]) {
    const { machine, admin, units, agent } = setUp();
    await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
    admin.latest.welcome();
    await units.startTransient(foot(FOOT0));
    admin.latest.end(failure);
    await until(machine, () => admin.sessions[0]?.ended === true);
    units.exit(FOOT0);
    await units.start(SYNC);
    await until(machine, () => admin.sessions[1]?.snapshot !== undefined);
    const { snapshot, frames } = admin.latest;
    assert.equal(snapshot?.epoch, "epoch-2");
    assert.equal(frames[0]?.sequence, 0n);
    assert.deepEqual(snapshot?.applications, []);
    assert.equal(snapshot?.units[0]?.status?.ActiveState, "active");
    await agent.close();
  }
});

test("an admin that is away is found when it is back, soon and without a storm", async () => {
  const { machine, admin, agent, lines } = setUp();
  admin.kind = "down";
  await machine.clock.advance(60_000);
  assert.ok(
    admin.refusals >= 100 && admin.refusals <= 240,
    `${admin.refusals}`,
  );
  assert.equal(
    lines.filter((line) => /^notice: no session/.test(line)).length,
    1,
  );
  admin.kind = "sessions";
  await machine.clock.advance(500);
  assert.equal(admin.sessions.length, 1);
  await agent.close();
});

test("after a session that lasted the first attempt comes at once", async () => {
  const { machine, admin, agent } = setUp();
  admin.kind = "down";
  await machine.clock.advance(5_000);
  admin.kind = "sessions";
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  admin.latest.welcome();
  await machine.clock.advance(60_000);
  admin.latest.end();
  await machine.clock.advance(100);
  assert.equal(admin.sessions.length, 2);
  await agent.close();
});

test("an admin that takes the stream and says nothing is left after five seconds", async () => {
  const { machine, admin, agent, lines } = setUp();
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  await machine.clock.advance(4_900);
  assert.equal(admin.sessions.length, 1);
  await until(machine, () => admin.sessions[1]?.snapshot !== undefined);
  assert.equal(admin.sessions[0]?.ended, true);
  assert.match(lines.join(""), /not answered within 5 s/);
  await agent.close();
});

test("an admin that falls behind gets a snapshot in place of what it missed", async () => {
  const { machine, admin, units, agent } = setUp();
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  const session = admin.latest;
  session.welcome();
  await machine.clock.advance(0);
  const turns = MOST_UNACKNOWLEDGED / 2 + 1;
  for (let turn = 0; turn < turns; turn += 1) {
    await units.startTransient(foot(FOOT0));
    units.exit(FOOT0);
  }
  await units.start(SYNC);
  const isSnapshot = () => session.frames.at(-1)?.frame.case === "snapshot";
  await until(machine, () => session.frames.length > 1 && isSnapshot());
  const last = session.frames.at(-1);
  assert.ok(last?.frame.case === "snapshot");
  assert.equal(last.frame.value.epoch, "epoch-1");
  assert.equal(last.frame.value.units[0]?.status?.ActiveState, "active");
  assert.equal(last.sequence, BigInt(turns * 2 + 1));
  session.acknowledge(Number(last.sequence));
  await units.stop(SYNC);
  await until(machine, () => session.changes.length > 0 && !isSnapshot());
  assert.equal(session.frames.at(-1)?.sequence, last.sequence + 1n);
  assert.equal(admin.sessions.length, 1);
  await agent.close();
});

test("a manager of units that answers late delays the session, not more", async () => {
  const { machine, admin, agent, lines } = setUp(({ units }) => {
    units.failNext("status", new UnitsError("unavailable", SYNC, "no bus yet"));
  });
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  assert.match(lines.join(""), /cannot be read yet.*no bus yet/);
  await agent.close();
});

test("closing ends the session and leaves nothing to come", async () => {
  const { machine, admin, agent, clock } = setUp();
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  await agent.close();
  await machine.clock.advance(10_000);
  assert.equal(admin.latest.ended, true);
  assert.equal(admin.sessions.length, 1);
  assert.equal(clock.waiting, 0);
});

test("closing an agent that never reached anybody ends as well", async () => {
  const { machine, admin, agent, clock } = setUp();
  admin.kind = "down";
  await machine.clock.advance(1_000);
  await agent.close();
  assert.equal(clock.waiting, 0);
});
