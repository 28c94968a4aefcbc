/** The contract for units that are started again by themselves; nothing here holds where programs are words. */

import assert from "node:assert/strict";
import { isRunning, type UnitName } from "@ghaf/api";
import type { Recorder } from "./recorder.ts";
import { type ContractTests, type Rig, refused, unitName } from "./rig.ts";

export const restarts: ContractTests = {
  "a unit that fails waits, and is started again until it is stopped": async (
    rig,
  ) => {
    const unit = unitName("ghaf-again@1.service");
    const { first, seen } = await startReady(rig, unit);
    await rig.finish(unit, 7);
    await waiting(seen);
    await rig.letBeReady(unit);
    await seen.change("its next start", ({ status }) => isRunning(status));
    assert.notEqual(await rig.processId(unit), first);
    assert.deepEqual(seen.repeats(), []);
    assert.equal((await rig.units.stop(unit)).activeState, "inactive");
    await rig.nothingLeft();
    seen.end();
  },

  "a stop while it waits for its next start ends that": async (rig) => {
    const unit = unitName("ghaf-again@2.service");
    const { seen } = await startReady(rig, unit);
    await rig.killFromOutside(unit);
    await waiting(seen);
    const stopped = await rig.units.stop(unit);
    assert.deepEqual(
      [stopped.activeState, stopped.subState],
      ["inactive", "dead"],
    );
    await rig.nothingLeft();
    seen.end();
  },

  "a status that counts as success ends it, one that asks for a start does not":
    async (rig) => {
      const unit = unitName("ghaf-again@3.service");
      const { first, seen } = await startReady(rig, unit);
      await rig.finish(unit, 4);
      await waiting(seen);
      await rig.letBeReady(unit);
      await seen.change("its next start", ({ status }) => isRunning(status));
      assert.notEqual(await rig.processId(unit), first);
      await rig.finish(unit, 3);
      // On the way systemd may show that it looks whether to start it again.
      await seen.change(
        "its end",
        ({ status }) =>
          status.activeState === "inactive" && status.subState === "dead",
      );
      seen.end();
    },

  "kill ends a run, and is not the last word": async (rig) => {
    const unit = unitName("ghaf-again@5.service");
    const { seen } = await startReady(rig, unit);
    const run = rig.processes();
    assert.notEqual((await rig.units.kill(unit)).activeState, "active");
    await waiting(seen);
    // Not all processes: the next run may have begun by now.
    await rig.nothingLeft(run);
    seen.end();
    await rig.units.stop(unit);
  },

  "a start that fails is answered, and tried again": async (rig) => {
    const unit = unitName("ghaf-again@4.service");
    const seen = rig.record(unit);
    const started = refused(rig.units.start(unit), "job-failed");
    await rig.finish(unit, 7);
    assert.equal((await started).result, "failed");
    await waiting(seen);
    const again = rig.units.start(unit);
    await rig.letBeReady(unit);
    assert.ok(isRunning(await again), "a start ends the waiting");
    await rig.units.stop(unit);
    await rig.nothingLeft();
    seen.end();
  },
};

/**
 * Starts a unit and records what comes after. The watch begins before the start,
 * which waits for it: what a watch begins with is not told.
 */
async function startReady(rig: Rig, unit: UnitName) {
  const seen = rig.record(unit);
  const started = rig.units.start(unit);
  const first = await rig.processId(unit);
  await rig.letBeReady(unit);
  assert.ok(isRunning(await started));
  seen.clear();
  return { first, seen };
}

async function waiting(seen: Recorder): Promise<void> {
  const isWaiting = "it waits for its next start";
  await seen.change(
    isWaiting,
    ({ status }) =>
      status.activeState === "activating" && status.subState === "auto-restart",
  );
}
