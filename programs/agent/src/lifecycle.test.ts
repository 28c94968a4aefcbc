import assert from "node:assert/strict";
import { test } from "node:test";
import { TransportError } from "@ghaf/transport";
import { fakeMachine } from "./fake-machine.ts";
import { runLifecycle } from "./lifecycle.ts";

/** A process whose every step is written down. */
function setUp(options: { failures?: unknown[]; registered?: boolean } = {}) {
  const { clock, log, lines } = fakeMachine();
  const steps: string[] = [];
  const failures = [...(options.failures ?? [])];
  const step = (name: string) => async () => void steps.push(name);
  const stopping = new AbortController();
  let register = () => {};
  const registered = new Promise<void>((resolve) => {
    register = resolve;
    if (options.registered ?? true) resolve();
  });
  const life = runLifecycle({
    agent: {
      registered,
      start: () => void steps.push("start"),
      close: step("agent closed"),
    },
    units: { close: step("units closed") },
    openServer: async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      steps.push("listening");
      return { close: async (ms) => void steps.push(`server closed in ${ms}`) };
    },
    notifier: {
      ready: async (text) => void steps.push(`ready: ${text}`),
      status: async (text) => void steps.push(`status: ${text}`),
      stopping: step("stopping"),
    },
    clock,
    log,
    stopping: stopping.signal,
  });
  const ended = life.then(
    () => "ended",
    (error: Error) => error.message,
  );
  return { clock, steps, lines, ended, register, stop: () => stopping.abort() };
}

const absent = () =>
  new TransportError("listen", "10.0.0.1:9000", "no address");

test("ready comes with the first registration, the end in order", async () => {
  const { clock, steps, ended, stop } = setUp();
  await clock.advance(0);
  assert.deepEqual(steps, [
    "listening",
    "start",
    "ready: registered with the admin",
  ]);
  steps.length = 0;
  stop();
  assert.equal(await ended, "ended");
  assert.deepEqual(steps, [
    "stopping",
    "server closed in 2000",
    "units closed",
    "agent closed",
  ]);
  assert.equal(clock.waiting, 0);
});

test("without an admin ready comes after five seconds, and its status later", async () => {
  const { clock, steps, register } = setUp({ registered: false });
  await clock.advance(4_999);
  assert.deepEqual(steps, ["listening", "start"]);
  await clock.advance(1);
  assert.equal(steps.at(-1), "ready: waiting for an admin");
  register();
  await clock.advance(0);
  assert.equal(steps.at(-1), "status: registered with the admin");
});

test("an address that appears late is waited for, and that is said once", async () => {
  const { clock, steps, lines } = setUp({ failures: Array(10).fill(absent()) });
  await clock.advance(4_900);
  assert.deepEqual(steps, []);
  await clock.advance(100);
  assert.equal(steps[0], "listening");
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? "", /trying for 20 s.*no address/);
});

test("an address that never appears is an error after twenty seconds", async () => {
  const { clock, steps, ended } = setUp({ failures: Array(99).fill(absent()) });
  await clock.advance(20_000);
  assert.equal(await ended, "no address");
  assert.deepEqual(steps, ["units closed", "agent closed"]);
});

test("what no waiting will mend fails at once", async () => {
  const failures = [
    new TransportError("not-supported", "vsock:3:1", "no vsock"),
  ];
  const { ended } = setUp({ failures });
  assert.equal(await ended, "no vsock");
});

test("a stop before it listens, or before it is ready, is a stop", async () => {
  const early = setUp({ failures: Array(99).fill(absent()) });
  await early.clock.advance(1_000);
  early.stop();
  assert.equal(await early.ended, "ended");
  assert.deepEqual(early.steps, ["units closed", "agent closed"]);

  const waiting = setUp({ registered: false });
  await waiting.clock.advance(1_000);
  waiting.stop();
  assert.equal(await waiting.ended, "ended");
  assert.ok(!waiting.steps.some((step) => step.startsWith("ready")));
  assert.equal(waiting.clock.waiting, 0);
});
