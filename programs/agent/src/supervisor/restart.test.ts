/** Units that are started again by themselves: when, how long it takes, and what ends it. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { FakeClock } from "../fake-clock.ts";
import { refused, unitName } from "../systemd/contract/rig.ts";
import { Scratch } from "../systemd/contract/scratch.ts";
import { until } from "../systemd/contract/until.ts";
import type { LocalSupervisor } from "./local-supervisor.ts";
import { scripted, stateOf, supervise, untilIs } from "./supervised.ts";

const WAITING = "activating/auto-restart";

describe("units that are started again", () => {
  const scratch = new Scratch();
  const { directory } = scratch;
  after(() => scratch.end());

  /** Notes every start as a line, works in the directory, then does that. */
  function counted(name: string, then: string) {
    const script = `cd ${directory} && echo >> ${name}.starts; ${then}`;
    return scripted(name, script, { restart: "on-failure" });
  }

  async function starts(name: string): Promise<number> {
    const path = `${directory}/${name}.starts`;
    return (await readFile(path, "utf8").catch(() => "")).length;
  }

  async function untilStarts(name: string, count: number): Promise<void> {
    await until(`start ${count} of ${name}`, async () =>
      (await starts(name)) >= count ? true : undefined,
    );
  }

  /** Waits until it has ended that often and waits again. */
  async function untilWaits(units: LocalSupervisor, name: string, nth: number) {
    await untilStarts(name, nth);
    await untilIs(units, name, WAITING);
  }

  test("each failure waits longer, and an explicit start begins anew", async (t) => {
    const clock = new FakeClock();
    const name = unitName("fails.service");
    const units = supervise(t, [counted(name, "exit 1")], { clock });
    await units.start(name);
    await untilWaits(units, name, 1);
    await clock.advance(999);
    assert.equal(await stateOf(units, name), WAITING);
    await clock.advance(1);
    await untilWaits(units, name, 2);
    await clock.advance(1_999);
    assert.equal(await stateOf(units, name), WAITING);
    assert.equal(await starts(name), 2);
    await units.start(name);
    await untilWaits(units, name, 3);
    await clock.advance(1_000);
    await untilWaits(units, name, 4);
  });

  test("a stop ends the waiting for good", async (t) => {
    const clock = new FakeClock();
    const name = unitName("stopped.service");
    const units = supervise(t, [counted(name, "exit 1")], { clock });
    await units.start(name);
    await untilWaits(units, name, 1);
    const { activeState, subState } = await units.stop(name);
    assert.deepEqual([activeState, subState], ["inactive", "dead"]);
    assert.equal(clock.waiting, 0);
    await clock.advance(100_000);
    assert.equal(await stateOf(units, name), "inactive/dead");
    assert.equal(await starts(name), 1);
  });

  test("a unit that is stopped and ends badly is not started again", async (t) => {
    const clock = new FakeClock();
    const name = unitName("sulks.service");
    const idle = "while :; do sleep 1 & wait $!; done";
    const script = `trap 'exit 9' TERM; echo > ready; ${idle}`;
    const units = supervise(t, [counted(name, script)], { clock });
    await units.start(name);
    await until("the trap", () =>
      readFile(`${directory}/ready`).catch(nothing),
    );
    const stopped = await units.stop(name);
    assert.equal(stopped.activeState, "failed");
    assert.equal(clock.waiting, 0);
  });

  test("kill while it waits kills nothing and changes nothing", async (t) => {
    const clock = new FakeClock();
    const name = unitName("killed.service");
    const units = supervise(t, [counted(name, "exit 1")], { clock });
    await units.start(name);
    await untilWaits(units, name, 1);
    assert.equal((await units.kill(name)).subState, "auto-restart");
    await clock.advance(1_000);
    await untilWaits(units, name, 2);
  });

  test("a program that cannot be executed is tried again", async (t) => {
    const clock = new FakeClock();
    const name = unitName("missing.service");
    const missing = { ...counted(name, ""), command: ["/no/program"] as const };
    const units = supervise(t, [missing], { clock });
    const changes: string[] = [];
    units.watch(({ status }) => changes.push(status.subState));
    await refused(units.start(name), "job-failed");
    assert.equal(await stateOf(units, name), WAITING);
    await clock.advance(1_000);
    await untilIs(units, name, WAITING);
    assert.deepEqual(changes.slice(0, 3), ["start", "auto-restart", "start"]);
  });

  test("with its keeper lost a unit is started again by a new one", async (t) => {
    const clock = new FakeClock();
    const name = unitName("kept.service");
    const script = "echo $PPID > keeper; exec sleep 3600";
    const units = supervise(t, [counted(name, script)], { clock });
    await units.start(name);
    const keeper = await until("the keeper", async () => {
      const text = await readFile(`${directory}/keeper`, "utf8").catch(nothing);
      return text?.endsWith("\n") ? Number(text) : undefined;
    });
    process.kill(keeper, "SIGKILL");
    await untilIs(units, name, WAITING);
    await clock.advance(1_000);
    await untilIs(units, name, "active/running");
    await untilStarts(name, 2);
    await units.close();
    await scratch.nothingLeft();
  });

  test("when all are stopped nothing starts again, also what is stopped last", async (t) => {
    const clock = new FakeClock();
    const waits = unitName("waits.service");
    const asked: string[] = [];
    const units = supervise(
      t,
      [
        { ...counted(waits, "exit 1"), stopOrder: 9 },
        scripted("first.service", "trap '' TERM; exec sleep 3600"),
      ],
      { clock, onPoweroff: (kind) => void asked.push(kind) },
    );
    await units.start(unitName("first.service"));
    await units.start(waits);
    await untilWaits(units, waits, 1);
    await units.startNoWait(unitName("poweroff.target"));
    assert.equal(await stateOf(units, waits), "inactive/dead");
    await until("the end", async () => {
      await clock.advance(1_000);
      return asked[0];
    });
    assert.equal(await starts(waits), 1);
    await refused(units.start(waits), "job-failed");
  });

  test("a start that waits for an end is canceled by a stop", async (t) => {
    const clock = new FakeClock();
    const name = unitName("busy.service");
    const script = `trap '' TERM; cd ${directory}; : > busy; exec sleep 3600`;
    const stubborn = scripted(name, script, { stopTimeoutSec: 1 });
    const units = supervise(t, [stubborn], { clock });
    await units.start(name);
    await until("the trap", () => readFile(`${directory}/busy`).catch(nothing));
    const stopped = units.stop(name);
    await untilIs(units, name, "deactivating/stop-sigterm");
    const started = refused(units.start(name), "job-failed");
    const again = units.stop(name);
    await clock.advance(1_000);
    await Promise.all([stopped, again]);
    assert.equal((await started).result, "canceled");
  });
});

function nothing(): undefined {
  return undefined;
}
