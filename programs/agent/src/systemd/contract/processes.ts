/** The contract for what the processes of units do; nothing here holds where programs are words. */

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { hasEnded, isFrozen, isRunning } from "@ghaf/api";
import { command, count, readText } from "./programs.ts";
import { type ContractTests, unitName } from "./rig.ts";
import { until } from "./until.ts";

/** Long enough for the counter to go on several times if it could. */
const WHILE_MS = 150;

export const processes: ContractTests = {
  "freeze stops the processes, thaw lets them go on": async (rig) => {
    const unit = unitName("ghaf-counter.service");
    await rig.units.start(unit);
    await count(rig.directory, unit);
    assert.ok(isFrozen(await rig.units.freeze(unit)));
    const file = `${rig.directory}/${unit}.count`;
    const frozen = await readText(file);
    await pause(WHILE_MS);
    assert.equal(await readText(file), frozen);
    assert.ok(isFrozen(await rig.units.freeze(unit)), "freezing again");
    assert.ok(isRunning(await rig.units.thaw(unit)));
    await count(rig.directory, unit, Number(frozen));
    assert.ok(isRunning(await rig.units.thaw(unit)), "thawing again");
    await rig.units.stop(unit);
    await rig.nothingLeft();
  },

  "a program gets its arguments as they are, and its environment": async (
    rig,
  ) => {
    const unit = unitName("ghaf-printer@1.service");
    const words = [
      `$HOME ${"$"}{HOME}`,
      "%n $$",
      "a  'b' \"c\" \\ ;",
      "ü\ttab",
      "",
    ];
    const [, ...rest] = command("printer", rig.directory, unit);
    await rig.units.startTransient({
      unit,
      description: "prints",
      command: ["sh", ...rest, ...words],
      environment: { GHAF_FIRST: "one $HOME %n", GHAF_SECOND: '"two" \\' },
    });
    const printed = await until("the printed words", () =>
      readText(`${rig.directory}/printed`),
    );
    assert.deepEqual(printed.split("\n"), [
      "one $HOME %n",
      '"two" \\',
      ...words,
    ]);
    await rig.units.stop(unit);
  },

  "children of a program that has ended are ended": async (rig) => {
    const unit = unitName("ghaf-parent@1.service");
    const seen = rig.record(unit);
    await rig.units.startTransient(rig.transient(unit, "parent"));
    await rig.processId(unit);
    await rig.finish(unit, 0);
    await seen.gone(unit);
    await rig.nothingLeft();
    seen.end();
  },

  "a program that ignores SIGTERM is killed after its time": async (rig) => {
    const unit = unitName("ghaf-stubborn.service");
    await rig.units.start(unit);
    await rig.processId(unit);
    const stopped = await rig.units.stop(unit);
    assert.ok(hasEnded(stopped), JSON.stringify(stopped));
    assert.equal(stopped.activeState, "failed");
    await rig.nothingLeft();
    await rig.units.resetFailed(unit);
  },
};
