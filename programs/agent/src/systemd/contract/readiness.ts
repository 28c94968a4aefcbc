/** The contract for units that say when they are ready; nothing here holds where programs are words. */

import assert from "node:assert/strict";
import { isRunning } from "@ghaf/api";
import { type ContractTests, refused, unitName } from "./rig.ts";
import { until } from "./until.ts";

export const readiness: ContractTests = {
  "a start is answered when the unit has said that it is ready": async (
    rig,
  ) => {
    const unit = unitName("ghaf-ready@1.service");
    const seen = rig.record(unit);
    const started = rig.units.start(unit);
    await rig.processId(unit);
    const before = await rig.units.status(unit);
    assert.deepEqual(
      [before.activeState, before.subState],
      ["activating", "start"],
    );
    await rig.letBeReady(unit);
    const status = await started;
    assert.ok(isRunning(status), JSON.stringify(status));
    assert.deepEqual(seen.last?.status, status);
    assert.equal((await rig.units.stop(unit)).activeState, "inactive");
    assert.deepEqual(seen.repeats(), []);
    await rig.nothingLeft();
    seen.end();
  },

  "a stop cancels a start that is under way": async (rig) => {
    const unit = unitName("ghaf-ready@2.service");
    const started = refused(rig.units.start(unit), "job-failed");
    await rig.processId(unit);
    const stopped = await rig.units.stop(unit);
    assert.equal((await started).result, "canceled");
    assert.deepEqual(
      [stopped.activeState, stopped.subState],
      ["inactive", "dead"],
    );
    await rig.nothingLeft();
  },

  "an end before it was ready is a failed start, even a clean one": async (
    rig,
  ) => {
    const unit = unitName("ghaf-ready@3.service");
    const started = refused(rig.units.start(unit), "job-failed");
    await rig.finish(unit, 0);
    assert.equal((await started).result, "failed");
    const { activeState } = await rig.units.status(unit);
    assert.equal(activeState, "failed");
    await rig.units.resetFailed(unit);
  },

  "a unit that is not ready in its time is stopped and has failed": async (
    rig,
  ) => {
    const unit = unitName("ghaf-late.service");
    const { result } = await refused(rig.units.start(unit), "job-failed");
    assert.equal(result, "failed");
    await until("the failure", async () =>
      (await rig.units.status(unit)).activeState === "failed"
        ? true
        : undefined,
    );
    await rig.nothingLeft();
    await rig.units.resetFailed(unit);
  },
};
