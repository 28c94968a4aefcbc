import assert from "node:assert/strict";
import { test } from "node:test";
import { endedStatus, type UnitStatus } from "@ghaf/api";
import { FakeClock } from "../fake-clock.ts";
import { createHold, HOLD_MS } from "./hold.ts";

const status = (activeState: string, name = "a.service"): UnitStatus => ({
  ...endedStatus(name),
  activeState,
});

function setUp() {
  const clock = new FakeClock();
  const passed: string[] = [];
  const hold = createHold(clock, (one) => passed.push(one.activeState));
  return { clock, passed, hold };
}

test("a settled state passes at once and overtakes what was kept back", async () => {
  const { clock, passed, hold } = setUp();
  hold.put(status("activating"));
  hold.put(status("active"));
  assert.deepEqual(passed, ["active"]);
  await clock.advance(HOLD_MS);
  assert.deepEqual(passed, ["active"]);
});

test("a passing state that lasts is told, with what it is by then", async () => {
  const { clock, passed, hold } = setUp();
  hold.put(status("activating"));
  await clock.advance(HOLD_MS - 1);
  hold.put(status("deactivating"));
  assert.deepEqual(passed, []);
  await clock.advance(1);
  assert.deepEqual(passed, ["deactivating"]);
});

test("what is dropped, or held at the end, is never told", async () => {
  const { clock, passed, hold } = setUp();
  hold.put(status("activating", "a.service"));
  hold.put(status("activating", "b.service"));
  hold.drop("a.service");
  hold.close();
  await clock.advance(HOLD_MS);
  assert.deepEqual(passed, []);
  assert.equal(clock.waiting, 0);
});
