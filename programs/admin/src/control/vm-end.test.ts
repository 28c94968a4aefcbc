/** A VM whose unit ends while somebody waits for its agent: an end before the start is none after it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { endedStatus, type UnitStatus, writeUnitStatus } from "@ghaf/api";
import { runningStatus } from "../agents/fake-agent.ts";
import { settle } from "../fake-clock.ts";
import { InProcess, unreachable } from "../in-process.ts";

const UNIT = "microvm@app-vm.service";
/** The clock of the world stands still: whoever waits for it waits for ever. */
const PATIENT = { timeoutMs: 70_000 };

/** The host says how the VM is. */
async function tell(world: InProcess, status: UnitStatus): Promise<void> {
  world.machine("ghaf-host").units.set(UNIT, status);
  const Parent = "givc-ghaf-host.service";
  const State = writeUnitStatus(status);
  await world.register("ghaf-host", { Name: UNIT, Type: 11, Parent, State });
}

test("a VM that is still stopping stops first, and that is no failure", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  const host = world.machine("ghaf-host");
  await tell(world, {
    ...runningStatus(UNIT),
    activeState: "deactivating",
    subState: "stop-sigterm",
  });
  host.gate = async (call) => {
    if (!call.startsWith("start")) return;
    await tell(world, endedStatus(UNIT));
    await tell(world, runningStatus(UNIT));
  };
  const call = world.client().startVM({ VmName: "app-vm" }, PATIENT);
  await settle();
  await world.register("app-vm");
  assert.equal((await call).registryId, "givc-app-vm.service");
});

test("a VM that ends before its agent came ends the wait for it", async () => {
  const world = new InProcess();
  await world.registerHost("app-vm");
  await tell(world, runningStatus(UNIT));
  const call = world
    .client()
    .startApplication({ AppName: "foot", VmName: "app-vm" }, PATIENT);
  const ended = assert.rejects(call, {
    code: "failed-precondition",
    message: `vm ${UNIT} failed to start`,
  });
  await settle();
  await tell(world, endedStatus(UNIT));
  await ended;
});

test("a host that is lost meanwhile is not a VM that ended", async () => {
  const world = new InProcess();
  await world.admin.start();
  await world.registerHost("app-vm");
  const call = world.client().startVM({ VmName: "app-vm" }, PATIENT);
  await settle();
  const host = world.machine("ghaf-host");
  host.failure = unreachable();
  await world.clock.advance(7_000);
  const { List } = await world.client().queryList({});
  assert.ok(List.every(({ VmStatus }) => VmStatus === "PoweredOff"));
  await world.register("app-vm");
  assert.equal((await call).registryId, "givc-app-vm.service");
});
