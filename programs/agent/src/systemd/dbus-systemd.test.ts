/** The adapter keeps the contract with a real systemd, and what holds for systemd alone. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isRunning, type UnitName } from "@ghaf/api";
import { createLogger } from "@ghaf/daemon";
import { command } from "./contract/programs.ts";
import { describeRealSystemd, unitFiles } from "./contract/real-systemd.ts";
import { Recorder } from "./contract/recorder.ts";
import { refused, unitName } from "./contract/rig.ts";
import { Scratch } from "./contract/scratch.ts";
import { until } from "./contract/until.ts";
import { DbusSystemd } from "./dbus-systemd.ts";
import { type PrivateManager, startPrivateManager } from "./private-manager.ts";
import type { TransientUnit, Units } from "./units.ts";
import { unitsContract } from "./units-contract.ts";

const logger = createLogger({ level: "error", journal: false, write() {} });

/** A busy machine may take its time to answer. */
function patient({ address }: PrivateManager): DbusSystemd {
  return new DbusSystemd({ address, logger, callTimeoutMs: 60_000 });
}

describeRealSystemd("a real systemd", () => {
  unitsContract("systemd over D-Bus", "processes", async (defined) => {
    const manager = await startPrivateManager(unitFiles(defined));
    const units = patient(manager);
    return {
      units,
      outside: {
        kind: "processes",
        kill: (processId) => manager.kill(processId, "KILL"),
      },
      end: async () => {
        await units.close();
        await manager.end();
      },
    };
  });
});

describeRealSystemd("systemd alone", () => {
  const scratch = new Scratch();
  const { directory } = scratch;
  let manager: PrivateManager;
  let units: Units;

  before(async () => {
    manager = await startPrivateManager({
      "mask.service": "[Service]\nExecStart=/bin/true\n",
      "ghaf-end.target": "[Unit]\nDescription=end\n",
    });
    units = patient(manager);
  });
  after(async () => {
    await units.close();
    await manager.end();
    await scratch.end();
  });

  function transient(unit: UnitName): TransientUnit {
    return {
      unit,
      description: `the unit ${unit}`,
      command: command("forever", directory, unit),
      environment: {},
    };
  }

  test("a reload is no change, and changes after it are told", async (t) => {
    const unit = unitName("ghaf-reload@1.service");
    const seen = new Recorder(units, unit);
    t.after(seen.end);
    const started = await units.startTransient(transient(unit));
    const { length } = seen.changes;
    await manager.systemctl("daemon-reload");
    await manager.systemctl("daemon-reload");
    assert.deepEqual(await units.status(unit), started);
    assert.deepEqual(seen.changes.slice(length), []);
    await units.stop(unit);
    await seen.gone(unit);
  });

  test("systemd may execute itself anew", async (t) => {
    const unit = unitName("ghaf-reexec@1.service");
    const seen = new Recorder(units, unit);
    t.after(seen.end);
    const started = await units.startTransient(transient(unit));
    const { length } = seen.changes;
    await manager.systemctl("daemon-reexec");
    const again = await until("systemd on the bus", () =>
      units.status(unit).catch(() => undefined),
    );
    assert.deepEqual(again, started);
    assert.deepEqual(seen.changes.slice(length), []);
    await manager.systemctl("stop", unit);
    await seen.gone(unit);
  });

  test("a lost bus makes the verbs unavailable; what happened meanwhile is told afterwards", async (t) => {
    const [ends, stays, begins] = [
      unitName("ghaf-bus@1.service"),
      unitName("ghaf-bus@2.service"),
      unitName("ghaf-bus@3.service"),
    ];
    const seen = new Recorder(units, ends, stays, begins);
    t.after(seen.end);
    await units.startTransient(transient(ends));
    await units.startTransient(transient(stays));
    const { length } = seen.changes;
    await manager.systemctl("stop", "dbus.socket", "dbus.service");
    await until("the loss", () =>
      units.status(stays).then(
        () => undefined,
        () => true,
      ),
    );
    await refused(units.status(stays), "unavailable");
    await refused(units.startTransient(transient(begins)), "unavailable");
    await manager.systemctl("stop", ends);
    await manager.systemctl("start", "dbus.socket", "dbus.service");
    const { status } = await seen.gone(ends);
    assert.equal(status.activeState, "inactive");
    assert.equal(status.description, `the unit ${ends}`);
    assert.ok(isRunning(await units.startTransient(transient(begins))));
    const later = seen.changes.slice(length).map(({ unit }) => unit);
    assert.ok(!later.includes(stays), "what did not change is not told");
    await Promise.all([stays, begins].map((unit) => units.stop(unit)));
  });

  test("a failed unit that somebody else left behind does not hold its name", async () => {
    const unit = unitName("ghaf-left@1.service");
    await manager.runTransient(unit, "/bin/false");
    await until("the failure", async () =>
      (await units.status(unit)).activeState === "failed" ? true : undefined,
    );
    assert.ok(isRunning(await units.startTransient(transient(unit))));
    await units.stop(unit);
  });

  test("names with escapes are names", async (t) => {
    const unit = unitName("ghaf-a\\x2db:c_d@x\\x2dy.service");
    const seen = new Recorder(units, unit);
    t.after(seen.end);
    const started = await units.startTransient(transient(unit));
    assert.equal(started.name, unit);
    assert.equal(started.description, `the unit ${unit}`);
    assert.deepEqual(await units.list([unit]), [started]);
    await units.stop(unit);
    await seen.gone(unit);
  });

  test("a freeze by another hand is in the status, and told with it", async (t) => {
    const unit = unitName("ghaf-ice@1.service");
    // Before the start, which waits for it: what a watch begins with is not told.
    const seen = new Recorder(units, unit);
    t.after(seen.end);
    await units.startTransient(transient(unit));
    await manager.systemctl("freeze", unit);
    assert.equal((await units.status(unit)).freezerState, "frozen");
    assert.equal(seen.last?.status.freezerState, "frozen");
    await units.stop(unit);
  });

  test("a masked unit, a bad argument and a unit type without freezer are refused", async () => {
    await manager.systemctl("mask", "--runtime", "mask.service");
    await refused(units.start(unitName("mask.service")), "not-supported");
    const bad = transient(unitName("ghaf-bad@1.service"));
    await refused(
      units.startTransient({ ...bad, command: ["bin/relative"] }),
      "not-supported",
    );
    await refused(units.freeze(unitName("basic.target")), "not-supported");
    assert.deepEqual(await units.commandLine(unitName("basic.target")), []);
  });

  test("targets start, with and without waiting", async () => {
    const target = unitName("ghaf-end.target");
    await units.startNoWait(target);
    await until("the target", async () =>
      (await units.status(target)).activeState === "active" ? true : undefined,
    );
    assert.equal((await units.stop(target)).activeState, "inactive");
  });

  test("what another sender says of a unit is not believed", async (t) => {
    const unit = unitName("ghaf-lied@1.service");
    const seen = new Recorder(units, unit);
    t.after(seen.end);
    const started = await units.startTransient(transient(unit));
    const { length } = seen.changes;
    await manager.forge("UnitRemoved", "so", unit, "/");
    // What systemd itself says is read after all that was sent before it.
    const other = unitName("ghaf-true@1.service");
    await units.startTransient(transient(other));
    assert.deepEqual(seen.changes.slice(length), []);
    assert.deepEqual(await units.status(unit), started);
    await Promise.all([units.stop(unit), units.stop(other)]);
  });

  test("a systemd that does not answer is a timeout", async (t) => {
    const hurried = new DbusSystemd({
      address: manager.address,
      logger,
      callTimeoutMs: 3_000,
    });
    t.after(() => hurried.close());
    const unit = unitName("basic.target");
    // It may be too hurried for a busy machine at first.
    await until("an answer", () => hurried.status(unit).catch(() => undefined));
    await manager.freezeSystemd(true);
    t.after(() => manager.freezeSystemd(false));
    await refused(hurried.status(unit), "timeout");
  });

  test("after close every verb is refused", async () => {
    const closed = patient(manager);
    await closed.status(unitName("basic.target"));
    await closed.close();
    await refused(closed.status(unitName("basic.target")), "unavailable");
    await refused(closed.start(unitName("basic.target")), "unavailable");
  });
});

test("without a bus every verb is unavailable, and the reason is said", async (t) => {
  const units = new DbusSystemd({ address: "unix:path=/no/such/bus", logger });
  t.after(() => units.close());
  const error = await refused(
    units.status(unitName("a.service")),
    "unavailable",
  );
  assert.match(error.message, /^systemd cannot be reached: .*ENOENT/);
  assert.equal(error.unit, "a.service");
});
