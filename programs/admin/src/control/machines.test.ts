/** Starting VMs and applications: by events, without fixed waits, with numbers that never clash. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { endedStatus } from "@ghaf/api";
import { RpcError, type StatusCode } from "@ghaf/api/rpc";
import { runningStatus } from "../agents/fake-agent.ts";
import { AdminError } from "../errors.ts";
import { settle } from "../fake-clock.ts";
import { InProcess } from "../in-process.ts";

const UNIT = "microvm@app-vm.service";

async function fails(
  call: Promise<unknown>,
  code: StatusCode,
  message: string | RegExp,
): Promise<void> {
  const error = await call.then(
    () => assert.fail("it did not fail"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RpcError, String(error));
  assert.equal(error.code, code, error.message);
  if (typeof message === "string") assert.equal(error.message, message);
  else assert.match(error.message, message);
}

/** What a caller sees of a call that may take its time. */
function observe<T>(call: Promise<T>) {
  const seen = { settled: false };
  call.then(
    () => {
      seen.settled = true;
    },
    () => {
      seen.settled = true;
    },
  );
  return seen;
}

/** Waits a minute where nobody would: the clock of the world stands still. */
const PATIENT = { timeoutMs: 70_000 };

test("an active VM is started already", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  world.machine("ghaf-host").units.set(UNIT, runningStatus(UNIT));
  const reply = await world.client().startVM({ VmName: "app-vm" });
  assert.equal(reply.registryId, "givc-app-vm.service");
  assert.deepEqual(world.machine("ghaf-host").calls, [`status ${UNIT}`]);
});

test("a VM that is off is started, and is there when its agent registers", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  const call = world.client().startVM({ VmName: "app-vm" }, PATIENT);
  const seen = observe(call);
  await world.clock.advance(30_000);
  assert.equal(seen.settled, false);
  await world.register("net-vm", { Type: 8 });
  await settle();
  assert.equal(seen.settled, false);
  await world.register("app-vm");
  await call;
  assert.ok(world.machine("ghaf-host").calls.includes(`start ${UNIT}`));
});

test("an agent of a VM that is off is not taken for the new one", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  const host = world.machine("ghaf-host");
  host.units.set(UNIT, runningStatus(UNIT));
  await world.client().startVM({ VmName: "app-vm" });
  await world.register("app-vm");
  host.units.set(UNIT, endedStatus(UNIT));
  const call = world.client().startVM({ VmName: "app-vm" }, PATIENT);
  const seen = observe(call);
  await settle();
  assert.equal(seen.settled, false);
  await world.register("app-vm");
  await call;
});

test("it fails at once when the unit fails", async () => {
  const world = new InProcess();
  await world.admin.start();
  await world.registerHost("app-vm");
  const call = world.client().startVM({ VmName: "app-vm" }, PATIENT);
  await settle();
  const machine = world.machine("ghaf-host");
  machine.units.set(UNIT, {
    ...endedStatus(UNIT),
    activeState: "failed",
    subState: "failed",
  });
  await Promise.all([
    fails(call, "failed-precondition", `vm ${UNIT} failed to start`),
    world.clock.advance(5_000),
  ]);
});

test("it fails at once when the unit cannot be started", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  world.machine("ghaf-host").gate = async (call) => {
    if (!call.startsWith("start")) return;
    throw new AdminError("agent-failed", "cannot start unit: failed");
  };
  await fails(
    world.client().startVM({ VmName: "app-vm" }),
    "unknown",
    "cannot start unit: failed",
  );
});

test("an agent that never registers is waited for so long, and named", async () => {
  const world = new InProcess({ vmStartTimeoutMs: 7_000 });
  await world.registerHost("app-vm");
  const call = world.client().startVM({ VmName: "app-vm" }, PATIENT);
  await Promise.all([
    fails(
      call,
      "deadline-exceeded",
      "VM app-vm: its agent did not register within 7 s",
    ),
    settle().then(() => world.clock.advance(7_000)),
  ]);
});

test("a VM that is not there, and no host to ask", async () => {
  const world = new InProcess();
  await fails(
    world.client().startVM({ VmName: "app-vm" }),
    "not-found",
    "No service registered for the host",
  );
  await world.registerHost();
  await fails(
    world.client().startVM({ VmName: "app-vm" }),
    "not-found",
    `vm ${UNIT} not loaded`,
  );
  await fails(
    world.client().startVM({ VmName: "../etc" }),
    "invalid-argument",
    /VM name "..\/etc" must be /,
  );
});

test("an application of a VM that is off: VM, agent, application", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  const call = world
    .client()
    .startApplication({ AppName: "app", Args: ["-x"] }, PATIENT);
  await settle();
  await world.register("app-vm");
  assert.equal((await call).registryId, "app@0.service");
  assert.deepEqual(world.machine("app-vm").calls, ["run app@0.service -x"]);
  const { List } = await world.client().queryList({});
  const row = List.find(({ Name }) => Name === "app@0.service");
  assert.equal(row?.AgentName, "givc-app-vm.service");
  assert.equal(row.VmStatus, "Running");
});

test("an application of a VM that is on its way waits for the agent", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  const host = world.machine("ghaf-host");
  host.units.set(UNIT, runningStatus(UNIT));
  const call = world
    .client()
    .startApplication({ AppName: "foot", VmName: "app-vm" }, PATIENT);
  await settle();
  assert.ok(!host.calls.includes(`start ${UNIT}`));
  await world.register("app-vm");
  assert.equal((await call).registryId, "foot@0.service");
});

test("starts at the same time get different numbers, over all VMs", async () => {
  const world = new InProcess();
  await world.register("one-vm");
  await world.register("two-vm");
  const calls = Array.from({ length: 10 }, (_, index) =>
    world.client().startApplication({
      AppName: "foot",
      VmName: index % 2 === 0 ? "one-vm" : "two-vm",
    }),
  );
  const ids = (await Promise.all(calls)).map((reply) => reply.registryId);
  assert.deepEqual(
    new Set(ids),
    new Set(Array.from({ length: 10 }, (_, n) => `foot@${n}.service`)),
  );
});

test("a start that failed gives its number back", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const machine = world.machine("app-vm");
  machine.failure = new AdminError("agent-failed", "cannot start application");
  const start = () =>
    world.client().startApplication({ AppName: "foot", VmName: "app-vm" });
  await fails(start(), "unknown", "cannot start application");
  machine.failure = undefined;
  assert.equal((await start()).registryId, "foot@0.service");
});

test("an application that has ended already is a success without a row", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const machine = world.machine("app-vm");
  machine.startApplication = async (unit) => ({
    status: endedStatus(unit),
    mark: undefined,
  });
  const reply = await world
    .client()
    .startApplication({ AppName: "cat", VmName: "app-vm" });
  assert.equal(reply.registryId, "cat@0.service");
  const { List } = await world.client().queryList({});
  assert.deepEqual(
    List.map((row) => row.Name),
    ["givc-app-vm.service"],
  );
});

test("an answer that names the agent itself does not make it an application", async () => {
  const world = new InProcess();
  await world.register("app-vm");
  const own = "givc-app-vm.service";
  world.machine("app-vm").startApplication = async () => ({
    status: runningStatus(own),
    mark: undefined,
  });
  const start = () =>
    world.client().startApplication({ AppName: "cat", VmName: "app-vm" });
  assert.equal((await start()).registryId, own);
  assert.equal((await start()).registryId, own);
  const { List } = await world.client().queryList({});
  assert.deepEqual(
    List.map((row) => [row.Name, row.ServiceType]),
    [[own, "Mgr"]],
  );
});
