import assert from "node:assert/strict";
import { test } from "node:test";
import { agentUnit, endedStatus, parseUnitName } from "@ghaf/api";
import { AgentError, type AgentErrorCode } from "../errors.ts";
import { FakeUnits } from "../systemd/fake-units.ts";
import { UnitsError, type UnitsErrorCode } from "../systemd/units.ts";
import { createAllowList } from "./allow-list.ts";
import { createUnitManager } from "./unit-manager.ts";

const OWN = agentUnit("app-vm");
const SYNC = parseUnitName("sync.service");
const GONE = parseUnitName("gone.service");
const POWEROFF = parseUnitName("poweroff.target");
const FOOT0 = parseUnitName("foot@0.service");

function setUp() {
  const units = new FakeUnits({ units: [{ name: SYNC }, { name: POWEROFF }] });
  const manager = createUnitManager({
    own: OWN,
    units,
    allowList: createAllowList({
      own: OWN,
      units: [SYNC, GONE, POWEROFF],
      applications: ["foot"],
    }),
    isApplication: (unit) => unit.startsWith("foot@"),
  });
  return { units, manager };
}

const foot = {
  unit: FOOT0,
  description: "foot",
  command: ["/bin/foot"],
  environment: {},
} as const;

function failsWith(code: AgentErrorCode, message: string) {
  return (error: unknown) => {
    assert.ok(error instanceof AgentError, String(error));
    assert.deepEqual([error.code, error.message], [code, message]);
    return true;
  };
}

test("start runs a unit, and leaves a running one alone", async () => {
  const { manager, units } = setUp();
  const changes: string[] = [];
  units.watch((change) => changes.push(change.status.activeState));
  assert.equal((await manager.start(SYNC)).activeState, "active");
  assert.equal((await manager.start(SYNC)).activeState, "active");
  assert.deepEqual(changes, ["active"]);
});

test("freeze and unfreeze answer with the freezer's state", async () => {
  const { manager } = setUp();
  await manager.start(SYNC);
  assert.equal((await manager.freeze(SYNC)).freezerState, "frozen");
  assert.equal((await manager.unfreeze(SYNC)).freezerState, "running");
});

test("every verb says which it was, and that the unit is not whitelisted", async () => {
  const { manager } = setUp();
  for (const verb of ["start", "stop", "kill", "freeze", "unfreeze"] as const) {
    await assert.rejects(
      manager[verb]("sshd.service"),
      failsWith("not-allowed", `cannot ${verb} unit: unit is not whitelisted`),
    );
    await assert.rejects(
      manager[verb]("../x\n"),
      failsWith(
        "invalid-request",
        `cannot ${verb} unit: incorrect input, must be unit name: "../x\\n"`,
      ),
    );
  }
});

test("what the manager of the units refuses is told with its reason", async () => {
  const codes: Readonly<Record<UnitsErrorCode, AgentErrorCode>> = {
    "no-such-unit": "not-found",
    "job-failed": "failed",
    "unit-exists": "already-exists",
    "not-supported": "failed",
    denied: "not-allowed",
    timeout: "timeout",
    unavailable: "unavailable",
  };
  for (const [from, to] of Object.entries(codes)) {
    const { manager, units } = setUp();
    const error = new UnitsError(from as UnitsErrorCode, SYNC, "a reason");
    units.failNext("start", error);
    await assert.rejects(
      manager.start(SYNC),
      failsWith(to, "cannot start unit: a reason"),
    );
  }
});

test("a fault of ours is not dressed up as an answer", async () => {
  const { manager, units } = setUp();
  const fault = new TypeError("oops");
  units.start = () => Promise.reject(fault);
  await assert.rejects(manager.start(SYNC), fault);
});

test("an application that ends in whatever way is answered as inactive and dead", async () => {
  for (const verb of ["stop", "kill"] as const) {
    const { manager, units } = setUp();
    await units.startTransient(foot);
    assert.deepEqual(await manager[verb](FOOT0), endedStatus(FOOT0, "foot"));
    // Gone already: whoever asked for the end has it.
    assert.deepEqual(await manager[verb](FOOT0), endedStatus(FOOT0));
  }
});

test("a service that is killed keeps its failure; one that is unknown is an error", async () => {
  const { manager } = setUp();
  await manager.start(SYNC);
  assert.equal((await manager.kill(SYNC)).activeState, "failed");
  await assert.rejects(
    manager.stop(GONE),
    failsWith("not-found", "cannot stop unit: unit gone.service not found"),
  );
});

test("a unit that is forgotten while it stops is inactive and dead", async () => {
  const { manager, units } = setUp();
  units.stop = (unit) => units.status(unit);
  assert.deepEqual((await manager.stop(GONE)).activeState, "inactive");
  assert.deepEqual((await manager.stop(GONE)).loadState, "loaded");
});

test("targets that end the machine are answered without waiting for them", async () => {
  const { manager, units } = setUp();
  units.start = () => assert.fail("waits for the job");
  assert.equal((await manager.start(POWEROFF)).name, POWEROFF);
  assert.deepEqual(units.requested, [POWEROFF]);
});

test("a status of an allowed unit is never an error, known or not", async () => {
  const { manager } = setUp();
  assert.equal((await manager.status(SYNC)).loadState, "loaded");
  assert.equal((await manager.status(GONE)).loadState, "not-found");
});

test("the agent says of itself that it runs, unless its manager knows better", async () => {
  const { manager, units } = setUp();
  assert.equal((await manager.status(OWN)).activeState, "active");
  units.define({ name: OWN });
  assert.equal((await manager.status(OWN)).activeState, "active");
  // Who answers has started, whether or not the manager has been told.
  for (const [told, said] of [
    ["activating", "active"],
    ["deactivating", "deactivating"],
  ] as const) {
    units.status = async () => ({ ...endedStatus(OWN), activeState: told });
    assert.equal((await manager.status(OWN)).activeState, said);
  }
});

test("a status that cannot be had is NotFound, with the unit's name", async () => {
  const { manager, units } = setUp();
  const text = "error fetching unit status: ";
  await assert.rejects(
    manager.status("sshd.service"),
    failsWith("not-found", `${text}sshd.service`),
  );
  await assert.rejects(
    manager.status("a\u001b[2Jb"),
    failsWith("not-found", `${text}"a\\u001b[2Jb"`),
  );
  units.failNext("status", new UnitsError("unavailable", SYNC, "no bus"));
  await assert.rejects(
    manager.status(SYNC),
    failsWith("not-found", `${text}sync.service`),
  );
});
