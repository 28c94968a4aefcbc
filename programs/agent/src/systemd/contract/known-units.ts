/** The contract for units that the manager knows beforehand. */

import assert from "node:assert/strict";
import { hasEnded, isFrozen, isRunning } from "@ghaf/api";
import { type ContractTests, refused, unitName } from "./rig.ts";

export const knownUnits: ContractTests = {
  "an unknown unit has the status not-found, and no verb works on it": async (
    rig,
  ) => {
    const unit = unitName("ghaf-unknown.service");
    const status = await rig.units.status(unit);
    assert.equal(status.name, unit);
    assert.equal(status.loadState, "not-found");
    assert.equal(status.activeState, "inactive");
    assert.equal(status.freezerState, "running");
    await refused(rig.units.start(unit), "no-such-unit");
    await refused(rig.units.stop(unit), "no-such-unit");
    await refused(rig.units.kill(unit), "no-such-unit");
    await refused(rig.units.freeze(unit), "no-such-unit");
    await refused(rig.units.thaw(unit), "no-such-unit");
    await rig.units.resetFailed(unit);
  },

  "start runs the unit once, stop ends it, and both may be repeated": async (
    rig,
  ) => {
    const unit = unitName("ghaf-plain.service");
    const started = await rig.units.start(unit);
    assert.ok(isRunning(started), JSON.stringify(started));
    assert.equal(started.description, "contract forever");
    const first = await rig.processId(unit);
    assert.ok(isRunning(await rig.units.start(unit)));
    assert.equal(await rig.processId(unit), first);
    assert.deepEqual(await rig.units.status(unit), started);
    const stopped = await rig.units.stop(unit);
    assert.equal(stopped.activeState, "inactive");
    assert.equal(stopped.subState, "dead");
    assert.equal((await rig.units.stop(unit)).activeState, "inactive");
    await rig.nothingLeft();
    assert.equal((await rig.units.kill(unit)).activeState, "inactive");
  },

  "stop of a unit that was never started is no error": async (rig) => {
    const unit = unitName("ghaf-stopped.service");
    const { loadState, activeState } = await rig.units.stop(unit);
    assert.deepEqual([loadState, activeState], ["loaded", "inactive"]);
  },

  "starts at the same time are one start": async (rig) => {
    const unit = unitName("ghaf-once.service");
    const all = [1, 2, 3].map(() => rig.units.start(unit));
    for (const status of await Promise.all(all)) assert.ok(isRunning(status));
    const first = await rig.processId(unit);
    assert.ok(isRunning(await rig.units.start(unit)));
    assert.equal(await rig.processId(unit), first);
    await rig.units.stop(unit);
  },

  "a start that fails leaves the unit failed until it is reset": async (
    rig,
  ) => {
    const unit = unitName("ghaf-missing.service");
    const seen = rig.record(unit);
    const error = await refused(rig.units.start(unit), "job-failed");
    assert.equal(error.result, "failed");
    assert.equal((await rig.units.status(unit)).activeState, "failed");
    assert.ok(seen.states().includes("failed/running"));
    await rig.units.resetFailed(unit);
    assert.equal((await rig.units.status(unit)).activeState, "inactive");
    seen.end();
  },

  "the death of a unit by another hand is told": async (rig) => {
    const unit = unitName("ghaf-killed.service");
    // Before the start, which waits for it: what a watch begins with is not told.
    const seen = rig.record(unit);
    await rig.units.start(unit);
    await rig.killFromOutside(unit);
    const { status } = await seen.change("failed", (change) =>
      hasEnded(change.status),
    );
    assert.equal(status.activeState, "failed");
    assert.equal((await rig.units.status(unit)).activeState, "failed");
    await rig.units.resetFailed(unit);
    seen.end();
  },

  "kill ends the unit at once, as failed": async (rig) => {
    const unit = unitName("ghaf-killed.service");
    await rig.units.start(unit);
    assert.equal((await rig.units.kill(unit)).activeState, "failed");
    await rig.nothingLeft();
    assert.ok(isRunning(await rig.units.start(unit)), "a failed unit starts");
    await rig.units.stop(unit);
  },

  "a unit that does not run cannot be frozen": async (rig) => {
    await refused(
      rig.units.freeze(unitName("ghaf-frozen.service")),
      "not-supported",
    );
  },

  "stop of a frozen unit thaws and ends it": async (rig) => {
    const unit = unitName("ghaf-frozen.service");
    await rig.units.start(unit);
    await rig.processId(unit);
    assert.ok(isFrozen(await rig.units.freeze(unit)));
    assert.ok(isFrozen(await rig.units.start(unit)), "start leaves it alone");
    const stopped = await rig.units.stop(unit);
    assert.equal(stopped.activeState, "inactive");
    assert.equal(stopped.freezerState, "running");
    await rig.nothingLeft();
  },

  "kill of a frozen unit ends it": async (rig) => {
    const unit = unitName("ghaf-frozen.service");
    await rig.units.start(unit);
    await rig.units.freeze(unit);
    const killed = await rig.units.kill(unit);
    assert.deepEqual(
      [killed.activeState, killed.freezerState],
      ["failed", "running"],
    );
    await rig.nothingLeft();
    await rig.units.resetFailed(unit);
  },

  "every state is told once, in order, before the verb answers": async (
    rig,
  ) => {
    const unit = unitName("ghaf-order@1.service");
    const seen = rig.record(unit);
    const verbs = ["start", "freeze", "thaw", "stop"] as const;
    for (const verb of verbs) {
      const answer = await rig.units[verb](unit);
      assert.deepEqual(seen.last?.status, answer, `after ${verb}`);
    }
    assert.deepEqual(seen.states(), [
      "active/running",
      "active/frozen",
      "active/running",
      "inactive/running",
    ]);
    assert.deepEqual(seen.repeats(), []);
    seen.end();
  },
};
