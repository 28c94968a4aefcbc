import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { createAgent } from "../agent.ts";
import { fakeMachine, until } from "../fake-machine.ts";
import { ScriptedAdmin } from "./scripted-admin.ts";

const OWN = "givc-app-vm.service";

function setUp() {
  const machine = fakeMachine({
    configured: { "sync.service": 13, "poweroff.target": 13, "b.service": 9 },
  });
  const admin = new ScriptedAdmin();
  admin.kind = "registers";
  const agent = createAgent({
    ...machine.ports,
    dial: () => admin.transport(),
  });
  return { ...machine, machine, admin, agent };
}

const names = (admin: ScriptedAdmin) => admin.registered.map((one) => one.Name);

test("an admin without sessions is told of the agent, then of each service", async () => {
  const { machine, admin, agent } = setUp();
  agent.start();
  await until(machine, () => admin.watchers === 1);
  await agent.registered;
  assert.deepEqual(
    admin.registered.map((one) => [one.Name, one.Type, one.Parent]),
    [
      [OWN, 12, "microvm@app-vm.service"],
      ["sync.service", 13, OWN],
      ["b.service", 9, OWN],
    ],
  );
  for (const { Transport, State, Name } of admin.registered) {
    assert.equal(Transport?.Address, "127.0.0.20");
    assert.equal(Transport?.Name, "app-vm");
    assert.equal(State?.Name, Name);
  }
  await agent.close();
});

test("a service that is refused does not hold up the others, and is tried until it is taken", async () => {
  const { machine, admin, agent, lines } = setUp();
  let refusals = 3;
  admin.onRegister = ({ Name }) => {
    if (Name !== "sync.service" || refusals === 0) return;
    refusals -= 1;
    throw new RpcError("invalid-argument", "not now");
  };
  agent.start();
  await until(machine, () => admin.watchers === 1);
  assert.deepEqual(names(admin), [
    OWN,
    "sync.service",
    "b.service",
    "sync.service",
    "sync.service",
    "sync.service",
  ]);
  assert.match(lines.join(""), /will be tried again.*sync\.service/);
  await agent.close();
});

test("an admin that still knows the agent is not told again", async () => {
  const { machine, admin, agent } = setUp();
  agent.start();
  await until(machine, () => admin.watchers === 1);
  admin.known = [OWN, "sync.service", "b.service"];
  admin.endWatches();
  await until(machine, () => admin.watchers === 1);
  assert.equal(admin.registered.length, 3);
  await agent.close();
});

test("an admin that came back empty is told everything again", async () => {
  const { machine, admin, agent } = setUp();
  agent.start();
  await until(machine, () => admin.watchers === 1);
  admin.kind = "down";
  admin.endWatches();
  await machine.clock.advance(5_000);
  assert.equal(admin.registered.length, 3);
  admin.kind = "registers";
  await until(machine, () => admin.watchers === 1);
  assert.deepEqual(names(admin).slice(3), [OWN, "sync.service", "b.service"]);
  await agent.close();
});

test("an admin that is lost half way is told everything once it is back", async () => {
  const { machine, admin, agent } = setUp();
  admin.onRegister = ({ Name }) => {
    if (Name === "sync.service") admin.kind = "down";
    if (admin.kind === "down") throw new RpcError("unavailable", "gone");
  };
  agent.start();
  await until(machine, () => admin.kind === "down");
  await machine.clock.advance(1_000);
  admin.kind = "registers";
  admin.onRegister = () => {};
  await until(machine, () => admin.watchers === 1);
  assert.deepEqual(names(admin).slice(2), [OWN, "sync.service", "b.service"]);
  await agent.close();
});

test("an admin that lets no agent look is told now and then", async () => {
  const { machine, admin, agent } = setUp();
  admin.viewRefusal = new RpcError("permission-denied", "not for you");
  agent.start();
  await machine.clock.advance(59_000);
  assert.equal(admin.registered.length, 3);
  await machine.clock.advance(2_000);
  assert.equal(admin.registered.length, 6);
  await agent.close();
});

test("an admin that has learnt of sessions gets one", async () => {
  const { machine, admin, agent } = setUp();
  agent.start();
  await until(machine, () => admin.watchers === 1);
  admin.kind = "sessions";
  admin.endWatches();
  await until(machine, () => admin.sessions[0]?.snapshot !== undefined);
  assert.equal(admin.registered.length, 3);
  await agent.close();
});

test("closing ends whatever stands in for a session", async () => {
  const { machine, admin, agent, clock } = setUp();
  agent.start();
  await until(machine, () => admin.watchers === 1);
  await agent.close();
  assert.equal(clock.waiting, 0);
});
