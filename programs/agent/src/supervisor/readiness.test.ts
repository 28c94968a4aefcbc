/** Units that say when they are ready: what a start waits for, and what ends it. */

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { after, describe, test } from "node:test";
import { FakeClock } from "../fake-clock.ts";
import { processId } from "../systemd/contract/programs.ts";
import { refused, unitName } from "../systemd/contract/rig.ts";
import { Scratch } from "../systemd/contract/scratch.ts";
import { until } from "../systemd/contract/until.ts";
import { scripted, stateOf, supervise, untilIs } from "./supervised.ts";

describe("units that say when they are ready", () => {
  const scratch = new Scratch();
  const { directory } = scratch;
  after(() => scratch.end());

  const BEGIN = `cd ${directory}`;
  /** Tells the test that it has come so far. */
  const HERE = 'echo $$ > "$0.pid"';
  const SAY = 'eval "exec 9>&$GHAF_NOTIFY_FD"; say() { echo "$1" >&9; }';
  const WAIT = 'while [ ! -e "$0.go" ]; do sleep 0.01; done';
  const FOREVER = "exec sleep 3600";

  /** A `notify` unit whose script may `say` words; `$0` is its name. */
  function notifying(
    name: string,
    script: readonly string[],
    more: Parameters<typeof scripted>[2] = {},
  ) {
    const all = [BEGIN, SAY, ...script].join("; ");
    const command = ["/bin/sh", "-c", all, name] as const;
    return scripted(name, "", { command, type: "notify", ...more });
  }

  let tests = 0;
  /** Of its own for each test, since the files of earlier runs stay. */
  function freshName() {
    tests += 1;
    return unitName(`vm${tests}.service`);
  }

  test("a start is answered when the unit says that it is ready", async (t) => {
    const name = freshName();
    const words = [
      "say STATUS=booting",
      `say 'READY=1'`,
      "say WATCHDOG=1",
      FOREVER,
    ];
    const units = supervise(t, [notifying(name, words)]);
    const states: string[] = [];
    units.watch(({ status }) => states.push(status.subState));
    const { activeState } = await units.start(name);
    assert.equal(activeState, "active");
    assert.deepEqual(states, ["start", "running"]);
  });

  test("our own programs say it with their notifier", async (t) => {
    const name = freshName();
    const script = `import { createNotifier } from ${JSON.stringify(import.meta.resolve("@ghaf/daemon"))};
const notifier = createNotifier({ descriptor: process.env.GHAF_NOTIFY_FD, onError: console.error });
process.once("SIGTERM", () => notifier.stopping().then(() => process.exit(3)));
await notifier.status("booting");
await notifier.ready("up");
setTimeout(() => {}, 3_600_000);`;
    const words = ["--input-type=module", "--eval", script];
    const command = [process.execPath, ...words] as const;
    const successExitStatus = [3];
    const units = supervise(t, [
      notifying(name, [], { command, successExitStatus, stopTimeoutSec: 60 }),
    ]);
    assert.equal((await units.start(name)).activeState, "active");
    assert.equal((await units.stop(name)).activeState, "inactive");
  });

  test("a stop does not wait for a start, which is canceled", async (t) => {
    const name = freshName();
    const units = supervise(t, [notifying(name, [HERE, FOREVER])]);
    const started = refused(units.start(name), "job-failed");
    await processId(directory, name);
    assert.equal(await stateOf(units, name), "activating/start");
    const stopped = await units.stop(name);
    assert.equal((await started).result, "canceled");
    assert.equal(stopped.activeState, "inactive");
    await scratch.nothingLeft();
  });

  test("a stop at the same moment as the start leaves nothing", async (t) => {
    const name = freshName();
    const units = supervise(t, [notifying(name, [FOREVER])]);
    const started = refused(units.start(name), "job-failed");
    assert.equal((await units.stop(name)).activeState, "inactive");
    assert.equal((await started).result, "canceled");
    await scratch.nothingLeft();
  });

  test("who is not ready in time is stopped, and has failed", async (t) => {
    const name = freshName();
    const clock = new FakeClock();
    const stubborn = ["trap '' TERM", HERE, WAIT];
    const late = notifying(name, stubborn, {
      ...{ startTimeoutSec: 60, stopTimeoutSec: 1 },
    });
    const units = supervise(t, [late], { clock });
    const started = refused(units.start(name), "job-failed");
    await until("the time to be ready", () =>
      clock.waiting > 0 ? true : undefined,
    );
    await processId(directory, name);
    await clock.advance(59_999);
    assert.equal(await stateOf(units, name), "activating/start");
    await clock.advance(1);
    assert.equal(await stateOf(units, name), "deactivating/stop-sigterm");
    await clock.advance(1_000);
    const { message, result } = await started;
    assert.match(message, /timeout: it was not ready within 60 s$/);
    assert.equal(result, "failed");
    assert.equal(await stateOf(units, name), "failed/failed");
    await scratch.nothingLeft();
  });

  test("an end before it was ready is a failure, even a clean one", async (t) => {
    const name = freshName();
    for (const [code, how] of [
      [0, /ended with 0 before it had started$/],
      [3, /ended with 3 before it had started$/],
    ] as const) {
      const ends = notifying(name, [`exit ${code}`], {
        successExitStatus: [3],
      });
      const units = supervise(t, [ends]);
      const { message } = await refused(units.start(name), "job-failed");
      assert.match(message, how);
      assert.equal(await stateOf(units, name), "failed/failed");
    }
  });

  test("ready, then an end at once: the start has been, and the end is told", async (t) => {
    const name = freshName();
    const units = supervise(t, [
      notifying(name, ["say READY=1", "exit 3"], { successExitStatus: [3] }),
    ]);
    await units.start(name);
    await untilIs(units, name, "inactive/dead");
  });

  test("a unit that says that it is stopping is limited like one that is stopped", async (t) => {
    const name = freshName();
    const clock = new FakeClock();
    const words = ["trap '' TERM", "say READY=1", "say STOPPING=1", FOREVER];
    const stubborn = notifying(name, words, { stopTimeoutSec: 1 });
    const units = supervise(t, [stubborn], { clock });
    await units.start(name);
    await untilIs(units, name, "deactivating/stop-sigterm");
    const stopped = units.stop(name);
    await clock.advance(1_000);
    assert.equal((await stopped).activeState, "failed");
    await scratch.nothingLeft();
  });

  test("a flood of words changes nothing, and the unit is ready all the same", async (t) => {
    const name = freshName();
    const said: string[] = [];
    const logger = {
      ...{ error() {}, warning() {}, notice() {}, info() {} },
      debug: (_: string, fields?: object) =>
        void said.push(JSON.stringify(fields)),
    };
    const words = [
      "head -c 200000 /dev/zero | tr '\\0' x >&9; echo >&9",
      "yes STATUS=busy | head -n 10000 >&9",
      "say STATUS=done; say READY=1",
      FOREVER,
    ];
    const units = supervise(t, [notifying(name, words)], { logger });
    await units.start(name);
    assert.ok(said.length >= 1 && said.length < 10, `${said.length} words`);
    await until("the last status", () =>
      said.some((text) => text.includes("done")) ? true : undefined,
    );
    await units.stop(name);
    await scratch.nothingLeft();
  });

  test("kill -9 of the unit while it starts is a failed start", async (t) => {
    const name = freshName();
    const units = supervise(t, [notifying(name, [FOREVER])]);
    const started = refused(units.start(name), "job-failed");
    await units.kill(name);
    assert.match((await started).message, /SIGKILL/);
    assert.equal(await stateOf(units, name), "failed/failed");
  });

  test("units wait for those that they name, which have started or failed", async (t) => {
    const autostart = true;
    const go = unitName("go.service");
    const units = supervise(t, [
      notifying("last.service", ["say READY=1", FOREVER], {
        autostart,
        after: [go, unitName("broken.service"), unitName("off.service")],
      }),
      notifying(go, [WAIT, "say READY=1", FOREVER], { autostart }),
      notifying("broken.service", ["exit 1"], { autostart }),
      notifying("off.service", [FOREVER]),
    ]);
    const order: string[] = [];
    units.watch(({ unit, status }) => {
      if (status.subState === "running") order.push(unit);
    });
    await untilIs(units, "broken.service", "failed/failed");
    assert.equal(await stateOf(units, "last.service"), "inactive/dead");
    await finishWaiting(go);
    await untilIs(units, "last.service", "active/running");
    assert.deepEqual(order, ["go.service", "last.service"]);
    assert.equal(await stateOf(units, "off.service"), "inactive/dead");
  });

  test("a unit that is stopped while it waits for others does not start", async (t) => {
    const name = freshName();
    const first = unitName("first.service");
    const units = supervise(t, [
      notifying(first, [FOREVER], { autostart: true }),
      notifying(name, [FOREVER], { autostart: true, after: [first] }),
      notifying("third.service", ["say READY=1", FOREVER], {
        autostart: true,
        after: [name],
      }),
    ]);
    await untilIs(units, first, "activating/start");
    await units.stop(name);
    await units.stop(first);
    await untilIs(units, "third.service", "active/running");
    assert.equal(await stateOf(units, name), "inactive/dead");
  });

  async function finishWaiting(unit: string): Promise<void> {
    await writeFile(`${directory}/${unit}.go`, "");
  }
});
