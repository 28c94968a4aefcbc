/** The contract for units made at run time. */

import assert from "node:assert/strict";
import { isRunning, type UnitName } from "@ghaf/api";
import { type ContractTests, refused, unitName } from "./rig.ts";

const MANY = 50;

export const transientUnits: ContractTests = {
  "a transient unit runs, is listed, and is forgotten when it has ended well":
    async (rig) => {
      const unit = unitName("ghaf-t@1.service");
      const seen = rig.record(unit);
      const started = await rig.units.startTransient(
        rig.transient(unit, "parent"),
      );
      assert.ok(isRunning(started), JSON.stringify(started));
      assert.equal(started.name, unit);
      assert.equal(started.description, "contract parent");
      assert.deepEqual(seen.last?.status, started);
      assert.deepEqual(await rig.units.list(["ghaf-t@*.service"]), [started]);
      await rig.finish(unit, 0);
      const { status } = await seen.gone(unit);
      assert.deepEqual(
        [status.activeState, status.subState],
        ["inactive", "dead"],
      );
      assert.equal(status.description, "contract parent");
      assert.equal(seen.changes.filter(({ gone }) => gone).length, 1);
      assert.deepEqual(seen.repeats(), []);
      assert.equal((await rig.units.status(unit)).loadState, "not-found");
      assert.deepEqual(await rig.units.list(["ghaf-t@*.service"]), []);
      await rig.nothingLeft();
      seen.end();
    },

  "one that fails ends in one gone change, and its name is free at once":
    async (rig) => {
      const unit = unitName("ghaf-t@2.service");
      const again = new Promise<unknown>((resolve) => {
        const end = rig.units.watch((change) => {
          if (change.unit !== unit || !change.gone) return;
          end();
          resolve(rig.units.startTransient(rig.transient(unit, "forever")));
        });
      });
      const seen = rig.record(unit);
      await rig.units.startTransient(rig.transient(unit, "parent"));
      await rig.finish(unit, 3);
      const { status } = await seen.gone(unit);
      assert.deepEqual(
        [status.activeState, status.subState],
        ["failed", "failed"],
      );
      assert.equal(seen.changes.filter(({ gone }) => gone).length, 1);
      await again;
      assert.ok(isRunning(await rig.units.status(unit)));
      assert.deepEqual(seen.repeats(), []);
      await rig.units.stop(unit);
      seen.end();
    },

  "one whose program does not exist fails and leaves its name free": async (
    rig,
  ) => {
    const unit = unitName("ghaf-t@3.service");
    const spec = rig.transient(unit, "missing");
    for (let round = 0; round < 3; round += 1) {
      const error = await refused(rig.units.startTransient(spec), "job-failed");
      assert.equal(error.unit, unit);
      assert.equal(error.result, "failed");
    }
    assert.deepEqual(await rig.units.list([unit]), []);
  },

  "a name is taken while its unit runs, and by a unit with a file": async (
    rig,
  ) => {
    const unit = unitName("ghaf-t@4.service");
    await rig.units.startTransient(rig.transient(unit, "forever"));
    const first = await rig.processId(unit);
    for (const taken of [unit, unitName("ghaf-plain.service")]) {
      const spec = rig.transient(taken, "forever");
      await refused(rig.units.startTransient(spec), "unit-exists");
    }
    assert.ok(isRunning(await rig.units.start(unit)), "start leaves it alone");
    assert.equal(await rig.processId(unit), first);
    await rig.units.stop(unit);
  },

  "stop and kill answer what the forgotten unit ended as": async (rig) => {
    const unit = unitName("ghaf-t@5.service");
    await rig.units.startTransient(rig.transient(unit, "forever"));
    await rig.processId(unit);
    const stopped = await rig.units.stop(unit);
    assert.equal(stopped.activeState, "inactive");
    assert.equal(stopped.description, "contract forever");
    await rig.units.startTransient(rig.transient(unit, "forever"));
    const killed = await rig.units.kill(unit);
    assert.equal(killed.activeState, "failed");
    await refused(rig.units.stop(unit), "no-such-unit");
    await rig.nothingLeft();
  },

  "one that is killed from outside is gone as failed": async (rig) => {
    const unit = unitName("ghaf-t@6.service");
    const seen = rig.record(unit);
    await rig.units.startTransient(rig.transient(unit, "forever"));
    await rig.killFromOutside(unit);
    assert.equal((await seen.gone(unit)).status.activeState, "failed");
    seen.end();
  },

  "lists go by patterns": async (rig) => {
    const names = ["ghaf-list@1", "ghaf-list@2", "ghaf-listed"].map((name) =>
      unitName(`${name}.service`),
    );
    await Promise.all(
      names.map((unit) =>
        rig.units.startTransient(rig.transient(unit, "forever")),
      ),
    );
    const listed = async (...patterns: readonly string[]) =>
      (await rig.units.list(patterns)).map(({ name }) => name).sort();
    assert.deepEqual(await listed("ghaf-list@*.service"), names.slice(0, 2));
    assert.deepEqual(await listed("ghaf-list*"), names);
    assert.deepEqual(
      await listed("ghaf-list@[!1].service", "ghaf-liste?.service"),
      names.slice(1),
    );
    assert.deepEqual(await listed("ghaf-list"), []);
    assert.deepEqual(await listed(), []);
    await Promise.all(names.map((unit) => rig.units.stop(unit)));
  },

  "the command line is the one that was given": async (rig) => {
    const unit = unitName("ghaf-t@7.service");
    const plain = rig.transient(unit, "forever");
    const command = [...plain.command, "$HOME", "$$", "%n"] as const;
    await rig.units.startTransient({ ...plain, command });
    assert.deepEqual(await rig.units.commandLine(unit), command);
    await rig.units.stop(unit);
  },

  "a watcher hears only of what interests it, and nothing after its end":
    async (rig) => {
      const [mine, other] = [
        unitName("ghaf-w@1.service"),
        unitName("ghaf-w@2.service"),
      ];
      const seen = rig.record(mine);
      for (const unit of [other, mine]) {
        await rig.units.startTransient(rig.transient(unit, "forever"));
      }
      assert.ok(seen.changes.length > 0);
      assert.ok(seen.changes.every(({ unit }) => unit === mine));
      seen.end();
      const { length } = seen.changes;
      await Promise.all([rig.units.stop(mine), rig.units.stop(other)]);
      assert.equal(seen.changes.length, length);
    },

  [`${MANY} at the same time start, stop and leave nothing`]: async (rig) => {
    const units = Array.from(
      { length: MANY },
      (_, index): UnitName => unitName(`ghaf-many@${index}.service`),
    );
    const seen = rig.record(...units);
    await Promise.all(
      units.map((unit) =>
        rig.units.startTransient(rig.transient(unit, "forever")),
      ),
    );
    const listed = await rig.units.list(["ghaf-many@*.service"]);
    assert.equal(listed.length, MANY);
    assert.ok(listed.every(isRunning));
    await Promise.all(units.map((unit) => rig.units.stop(unit)));
    for (const unit of units) await seen.gone(unit);
    assert.deepEqual(await rig.units.list(["ghaf-many@*.service"]), []);
    assert.deepEqual(seen.repeats(), []);
    await rig.nothingLeft();
    seen.end();
  },
};
