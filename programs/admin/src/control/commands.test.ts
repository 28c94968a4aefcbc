/** Pause, resume, stop, services, power and facts: names, postconditions and texts of specification 2.8, 2.9. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError, type StatusCode } from "@ghaf/api/rpc";
import { runningStatus } from "../agents/fake-agent.ts";
import { InProcess, unreachable } from "../in-process.ts";

const DONE = ["Command successful.", "Command successful."];

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

async function statusOf(world: InProcess, name: string) {
  const { List } = await world.client().queryList({});
  return List.filter((row) => row.Name === name).map((row) => row.VmStatus);
}

/** Two app VMs, each with the service kiosk.service, and foot@0 in the first. */
async function twoVms(): Promise<InProcess> {
  const world = new InProcess();
  await world.registerHost("one-vm", "two-vm");
  for (const vm of ["one-vm", "two-vm"]) {
    await world.register(vm);
    const Name = "kiosk.service";
    const Parent = `givc-${vm}.service`;
    await world.register(vm, { Name, Type: 13, Parent });
    world.machine(vm).units.set(Name, runningStatus(Name));
  }
  await world.client().startApplication({ AppName: "foot", VmName: "one-vm" });
  return world;
}

test("pause, resume and stop, seen in the list at once", async () => {
  const world = await twoVms();
  const client = world.client();
  const AppName = "foot@0.service";
  const steps = [
    [client.pauseApplication, ["Paused"]],
    [client.resumeApplication, ["Running"]],
    [client.stopApplication, []],
  ] as const;
  for (const [call, expected] of steps) {
    const { CmdStatus, AppStatus } = await call({ AppName });
    assert.deepEqual([CmdStatus, AppStatus], DONE);
    assert.deepEqual(await statusOf(world, AppName), expected);
  }
  await fails(
    client.stopApplication({ AppName }),
    "not-found",
    `Service ${AppName} not registered`,
  );
});

test("names are exact: no prefix, no application without its number", async () => {
  const world = await twoVms();
  for (const AppName of ["foot", "foot@", "foot@0", "foot@00.service"]) {
    await fails(
      world.client().pauseApplication({ AppName }),
      "not-found",
      `Service ${AppName} not registered`,
    );
  }
  assert.deepEqual(await statusOf(world, "foot@0.service"), ["Running"]);
});

test("a name that two VMs have needs the VM", async () => {
  const world = await twoVms();
  const client = world.client();
  await fails(
    client.pauseApplication({ AppName: "kiosk.service" }),
    "failed-precondition",
    "kiosk.service is registered in more than one VM; name one of: one-vm, two-vm",
  );
  await client.pauseApplication({ AppName: "kiosk.service", VmName: "two-vm" });
  assert.deepEqual(await statusOf(world, "kiosk.service"), [
    "Running",
    "Paused",
  ]);
  await fails(
    client.pauseApplication({ AppName: "foot@0.service", VmName: "two-vm" }),
    "not-found",
    "Service foot@0.service not registered",
  );
});

test("what did not become true is an error", async () => {
  const world = await twoVms();
  const machine = world.machine("one-vm");
  machine.command = async (_verb, unit) => ({
    status: runningStatus(unit),
    mark: undefined,
  });
  const AppName = "foot@0.service";
  const client = world.client();
  await fails(
    client.pauseApplication({ AppName }),
    "failed-precondition",
    "Failed to pause foot@0.service",
  );
  await fails(
    client.stopApplication({ AppName }),
    "failed-precondition",
    "Failed to stop foot@0.service",
  );
  assert.deepEqual(await statusOf(world, AppName), ["Running"]);
});

test("a service is started only when it is not active", async () => {
  const world = await twoVms();
  const machine = world.machine("two-vm");
  const request = { ServiceName: "kiosk.service", VmName: "two-vm" };
  const { registryId } = await world.client().startService(request);
  assert.equal(registryId, "givc-two-vm.service");
  assert.deepEqual(machine.calls, ["status kiosk.service"]);
  await world.client().stopService(request);
  assert.deepEqual(await statusOf(world, "kiosk.service"), [
    "Running",
    "PoweredOff",
  ]);
  await world.client().startService(request);
  assert.deepEqual(await statusOf(world, "kiosk.service"), [
    "Running",
    "Running",
  ]);
});

test("targets can be started, and are found active afterwards", async () => {
  const world = await twoVms();
  const unit = "multi-user.target";
  const machine = world.machine("one-vm");
  const target = { ...runningStatus(unit), subState: "active" };
  machine.units.set(unit, target);
  const request = { ServiceName: unit, VmName: "one-vm" };
  await world.client().startService(request);
  assert.ok(!machine.calls.includes(`start ${unit}`));
});

test("a oneshot that has done its work has been started", async () => {
  const world = await twoVms();
  const machine = world.machine("one-vm");
  const unit = "task.service";
  const idle = { activeState: "inactive", subState: "dead" };
  machine.units.set(unit, { ...runningStatus(unit), ...idle });
  machine.command = async () => ({
    status: { ...runningStatus(unit), ...idle },
    mark: undefined,
  });
  await world.client().startService({ ServiceName: unit, VmName: "one-vm" });
});

test("services that cannot be, and VMs that are not", async () => {
  const world = await twoVms();
  const client = world.client();
  await fails(
    client.startService({ ServiceName: "no.service", VmName: "one-vm" }),
    "not-found",
    "Service no.service is not loaded!",
  );
  await fails(
    client.stopService({ ServiceName: "no.service", VmName: "one-vm" }),
    "unknown",
    "cannot stop unit: unit is not whitelisted",
  );
  await fails(
    client.startService({ ServiceName: "a.service", VmName: "gone-vm" }),
    "not-found",
    "Service givc-gone-vm.service not registered",
  );
  await fails(
    client.getStats({ VmName: "gone-vm" }),
    "not-found",
    "VM givc-gone-vm.service not found",
  );
});

test("a unit's status is passed on as the agent says it", async () => {
  const world = await twoVms();
  const client = world.client();
  const known = await client.getUnitStatus({
    VmName: "one-vm",
    UnitName: "kiosk.service",
  });
  assert.equal(known.SubState, "running");
  const unknown = await client.getUnitStatus({
    VmName: "one-vm",
    UnitName: "no.service",
  });
  assert.equal(unknown.LoadState, "not-found");
  await fails(
    client.getUnitStatus({ VmName: "one-vm", UnitName: "../a.service" }),
    "invalid-argument",
    /unit name "..\/a.service" must be /,
  );
});

test("power goes to the host's targets, facts come from where they are", async () => {
  const world = await twoVms();
  const client = world.client();
  const host = world.machine("ghaf-host");
  for (const verb of ["poweroff", "reboot", "suspend"] as const) {
    const unit = `${verb}.target`;
    host.units.set(unit, runningStatus(unit));
    await client[verb]({});
    assert.equal(host.calls.at(-1), `start ${unit}`);
  }
  assert.equal((await client.sysinfo({})).GhafVersion, "test");
  assert.equal((await client.getStats({ VmName: "one-vm" })).Load?.Load1Min, 1);
});

test("an agent's failure keeps its text and its code", async () => {
  const world = await twoVms();
  world.machine("one-vm").failure = unreachable();
  await fails(
    world.client().getStats({ VmName: "one-vm" }),
    "unavailable",
    "connection refused",
  );
});
