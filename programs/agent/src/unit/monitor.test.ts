import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agentUnit,
  endedStatus,
  parseUnitName,
  type UnitName,
  type UnitStatus,
} from "@ghaf/api";
import fc from "fast-check";
import { createManifest } from "../application/manifest.ts";
import { fakeApplication, fakeMachine } from "../fake-machine.ts";
import { FakeUnits } from "../systemd/fake-units.ts";
import {
  type UnitChange,
  type UnitInterest,
  UnitsError,
} from "../systemd/units.ts";
import { HOLD_MS } from "./hold.ts";
import { createMonitor, type MonitorChange } from "./monitor.ts";

const SYNC = parseUnitName("sync.service");
const FOOT0 = parseUnitName("foot@0.service");
const OWN = agentUnit("app-vm");

/** Units whose changes a test makes up one by one. */
class ToldUnits extends FakeUnits {
  #listener: (change: UnitChange) => void = () => {};
  #interest: UnitInterest = () => false;
  readonly reset: string[] = [];
  readonly loaded: UnitStatus[] = [];
  resetDone: Promise<void> = Promise.resolve();

  override watch(
    listener: (change: UnitChange) => void,
    interest: UnitInterest = () => true,
  ) {
    this.#listener = listener;
    this.#interest = interest;
    return () => {
      this.#listener = () => {};
    };
  }

  override async list(): Promise<readonly UnitStatus[]> {
    return this.loaded;
  }

  override async resetFailed(unit: UnitName): Promise<void> {
    this.reset.push(unit);
    await this.resetDone;
  }

  tell(unit: string, activeState: string, more: Partial<UnitChange> = {}) {
    const change = { unit, status: status(unit, activeState), gone: false };
    if (this.#interest(unit)) this.#listener({ ...change, ...more });
  }
}

function status(unit: string, activeState: string): UnitStatus {
  const subState = activeState === "active" ? "running" : "dead";
  return { ...endedStatus(unit), activeState, subState };
}

function setUp(units: FakeUnits = new ToldUnits({ units: [{ name: SYNC }] })) {
  const { clock, log, lines } = fakeMachine();
  const manifest = createManifest([fakeApplication("foot")]);
  const monitor = createMonitor({
    units,
    own: OWN,
    services: [SYNC],
    applicationPatterns: manifest.patterns,
    isApplication: (unit) => manifest.ofUnit(unit) !== undefined,
    clock,
    log,
  });
  const said: string[] = [];
  monitor.onChange((change) => said.push(words(change)));
  return { monitor, clock, said, lines, units: units as ToldUnits };
}

function words(change: MonitorChange): string {
  return change.kind === "gone"
    ? `${change.unit} gone`
    : `${change.status.name} ${change.status.activeState}`;
}

test("after loading it knows the agent, the services and the instances", async () => {
  const { monitor, units } = setUp();
  units.loaded.push(status(FOOT0, "active"));
  await monitor.load();
  const { agent, services, applications } = monitor.state();
  assert.deepEqual(services, [endedStatus(SYNC, SYNC)]);
  assert.deepEqual(applications, [status(FOOT0, "active")]);
  // No manager knows this unit, yet this process answers.
  assert.equal(agent.name, OWN);
  assert.equal(agent.activeState, "active");
  assert.equal(agent.subState, "running");
});

test("only what the admin should know is told, and nothing twice", async () => {
  const { units, said, monitor } = setUp();
  await monitor.load();
  said.length = 0;
  units.tell(SYNC, "active");
  units.tell(SYNC, "active");
  units.tell("other.service", "active");
  units.tell("foot.service", "active");
  units.tell("xfoot@0.service", "active");
  units.tell(FOOT0, "active");
  units.tell(FOOT0, "active");
  assert.deepEqual(said, ["sync.service active", "foot@0.service active"]);
});

test("an instance that ended is told as gone, once, however it ended", async () => {
  for (const activeState of ["inactive", "failed"]) {
    const { units, said } = setUp();
    units.tell(FOOT0, "active");
    units.tell(FOOT0, "deactivating");
    units.tell(FOOT0, activeState, { gone: true });
    units.tell(FOOT0, "inactive", { gone: true });
    assert.deepEqual(said, ["foot@0.service active", "foot@0.service gone"]);
    assert.deepEqual(units.reset, []);
  }
});

test("a failed instance that stays loaded is reset before it is told as gone", async () => {
  const { units, said, clock } = setUp();
  const { promise, resolve } = pending();
  units.resetDone = promise;
  units.tell(FOOT0, "active");
  units.tell(FOOT0, "failed");
  units.tell(FOOT0, "inactive", { gone: true });
  await clock.advance(0);
  assert.deepEqual(units.reset, [FOOT0]);
  assert.deepEqual(said, ["foot@0.service active"]);
  resolve();
  await clock.advance(0);
  assert.deepEqual(said, ["foot@0.service active", "foot@0.service gone"]);
});

test("what starts under a name that is being reset is told after the end", async () => {
  const { units, said, clock } = setUp();
  const { promise, resolve } = pending();
  units.resetDone = promise;
  units.tell(FOOT0, "active");
  units.tell(FOOT0, "failed");
  units.tell(FOOT0, "active");
  resolve();
  await clock.advance(0);
  assert.deepEqual(said, [
    "foot@0.service active",
    "foot@0.service gone",
    "foot@0.service active",
  ]);
});

test("failed instances that another agent left behind are reset and never told", async () => {
  const { units, said, monitor, clock } = setUp();
  units.loaded.push(status(FOOT0, "failed"));
  await monitor.load();
  await clock.advance(0);
  assert.deepEqual(units.reset, [FOOT0]);
  assert.deepEqual(monitor.state().applications, []);
  assert.ok(!said.some((line) => line.startsWith(FOOT0)));
});

test("a reset that fails is logged and the end is told all the same", async () => {
  const { units, said, clock, lines } = setUp();
  const { promise, reject } = pending();
  units.resetDone = promise;
  units.tell(FOOT0, "active");
  units.tell(FOOT0, "failed");
  reject(new UnitsError("timeout", FOOT0, "no answer"));
  await clock.advance(0);
  assert.equal(said.at(-1), "foot@0.service gone");
  assert.match(lines.join(""), /could not be reset.*no answer/);
});

test("a service on its way is told only when it stays there", async () => {
  const { units, said, clock, monitor } = setUp();
  await monitor.load();
  said.length = 0;
  units.tell(SYNC, "activating");
  units.tell(SYNC, "active");
  units.tell(SYNC, "deactivating");
  await clock.advance(HOLD_MS);
  units.tell(SYNC, "inactive");
  assert.deepEqual(said, [
    "sync.service active",
    "sync.service deactivating",
    "sync.service inactive",
  ]);
});

test("the first state of a service is in the snapshot even when it is passing", async () => {
  const units = new ToldUnits();
  const { monitor } = setUp(units);
  units.status = async (unit) => status(unit, "activating");
  await monitor.load();
  const states = monitor.state().services.map((one) => one.activeState);
  assert.deepEqual(states, ["activating"]);
});

test("a change that arrives while loading is newer than what was read", async () => {
  const units = new ToldUnits();
  const { monitor } = setUp(units);
  units.status = async (unit) => {
    const answer = status(unit, "inactive");
    units.tell(unit, "active");
    return answer;
  };
  units.loaded.push(status(FOOT0, "active"));
  const loading = monitor.load();
  units.tell(FOOT0, "inactive", { gone: true });
  await loading;
  const state = monitor.state();
  assert.equal(state.services[0]?.activeState, "active");
  assert.deepEqual(state.applications, []);
});

test("loading may fail and be tried again", async () => {
  const units = new ToldUnits({ units: [{ name: SYNC }] });
  const { monitor } = setUp(units);
  units.failNext("status", new UnitsError("unavailable", OWN, "no bus"));
  await assert.rejects(monitor.load(), UnitsError);
  await monitor.load();
  assert.equal(monitor.state().services.length, 1);
});

test("it knows what it has told, and only that", async () => {
  const { units, monitor } = setUp();
  assert.equal(monitor.knows(status("other.service", "active")), true);
  assert.equal(monitor.knows(status(FOOT0, "active")), false);
  units.tell(FOOT0, "active");
  assert.equal(monitor.knows(status(FOOT0, "active")), true);
  assert.equal(monitor.knows(endedStatus(FOOT0)), false);
  units.tell(FOOT0, "inactive", { gone: true });
  assert.equal(monitor.knows(endedStatus(FOOT0)), true);
  assert.equal(monitor.knows(status(FOOT0, "active")), false);
});

test("what a listener hears adds up to the state, whatever happens", async () => {
  const event = fc.record({
    unit: fc.constantFrom("sync.service", FOOT0, "foot@1.service"),
    state: fc.constantFrom(
      ...["active", "activating", "deactivating", "inactive", "failed"],
    ),
    gone: fc.boolean(),
    pause: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 30 }), async (events) => {
      const { units, monitor, clock } = setUp();
      await monitor.load();
      const heard = new Map(
        monitor.state().services.map((one) => [one.name, one]),
      );
      monitor.onChange((change) => {
        if (change.kind === "status")
          heard.set(change.status.name, change.status);
        else assert.ok(heard.delete(change.unit), "gone without having been");
      });
      for (const { unit, state, gone, pause } of events) {
        units.tell(unit, state, { gone });
        if (pause) await clock.advance(HOLD_MS);
      }
      await clock.advance(HOLD_MS);
      const { services, applications } = monitor.state();
      assert.deepEqual(
        [...heard.values()].sort(byName),
        [...services, ...applications].sort(byName),
      );
    }),
    { numRuns: 60 },
  );
});

function byName(one: UnitStatus, other: UnitStatus): number {
  return one.name.localeCompare(other.name);
}

function pending() {
  let resolve = () => {};
  let reject = (_: Error) => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
