/** Whatever the order in which answers and signals are read, a watcher ends with the truth. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { UnitRows } from "./dbus-manager.ts";
import type { UnitEvent, UnitState } from "./dbus-signals.ts";
import { type UnitSource, UnitWatch } from "./dbus-watch.ts";
import { everyService, type UnitChange } from "./units.ts";

const RUNNING = { activeState: "active", subState: "running" };
const ENDS = {
  failed: { activeState: "failed", subState: "failed" },
  inactive: { activeState: "inactive", subState: "dead" },
};

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown
  ? Omit<T, K>
  : never;
type Message = (order: number) => void;

/** A systemd of three units whose messages wait on a wire until they are delivered. */
class Wire implements UnitSource {
  readonly units = new Map<string, Required<UnitState>>();
  #requests: (() => void)[] = [];
  #messages: Message[] = [];
  readonly #pending = new Set<(reason: Error) => void>();
  readonly #watch: UnitWatch;
  #order = 0;

  constructor(watch: UnitWatch) {
    this.#watch = watch;
  }

  /** The unit appears and runs, or does the next thing. */
  next(unit: string, end: keyof typeof ENDS): void {
    const state = this.units.get(unit);
    if (state === undefined) {
      this.#send({ kind: "unit-new", unit });
      this.#set(unit, { ...RUNNING, freezerState: "running" });
    } else if (state.freezerState === "running") {
      this.#set(unit, { ...state, freezerState: "frozen" });
    } else {
      this.#set(unit, { ...ENDS[end], freezerState: "running" });
      this.units.delete(unit);
      this.#send({ kind: "unit-removed", unit });
    }
  }

  words(): Map<string, string> {
    return new Map(
      [...this.units].map(([unit, state]) => [unit, word(unit, state)]),
    );
  }

  /** Answers the oldest question; the answer joins the wire. */
  answer(): void {
    this.#requests.shift()?.();
  }

  /** Delivers as many messages in one go, as one read of the socket does. */
  deliver(count: number): void {
    for (const message of this.#messages.splice(0, count)) {
      this.#order += 1;
      message(this.#order);
    }
  }

  /** The connection is lost, and with it what was on the wire. */
  lose(): void {
    for (const fail of this.#pending) fail(new Error("the bus was lost"));
    this.#requests = [];
    this.#messages = [];
    this.#order = 0;
  }

  async drain(): Promise<void> {
    let isSettled = false;
    const settled = this.#watch.settled().then(() => {
      isSettled = true;
    });
    while (!isSettled || this.#messages.length > 0) {
      this.answer();
      this.deliver(this.#messages.length);
      await new Promise(setImmediate);
    }
    await settled;
    await this.#watch.settled();
  }

  listLoaded(patterns: readonly string[]): Promise<UnitRows> {
    return this.#ask(() =>
      [...this.units.entries()]
        .filter(([unit]) => patterns.length === 0 || patterns.includes(unit))
        .map(([name, { activeState, subState }]) => ({
          name,
          description: `the ${name}`,
          loadState: "loaded",
          activeState,
          subState,
          path: "",
        })),
    ).then(({ value, order }) => ({ rows: value, order }));
  }

  freezerState(unit: string): Promise<{ freezerState: string }> {
    return this.#ask(
      () => this.units.get(unit)?.freezerState ?? "running",
    ).then(({ value }) => ({ freezerState: value }));
  }

  #ask<T>(read: () => T): Promise<{ value: T; order: number }> {
    return new Promise((resolve, reject) => {
      this.#pending.add(reject);
      this.#requests.push(() => {
        const value = read();
        this.#messages.push((order) => resolve({ value, order }));
      });
    });
  }

  #set(unit: string, state: Required<UnitState>): void {
    this.units.set(unit, state);
    this.#send({ kind: "unit-changed", unit, state });
  }

  #send(event: DistributiveOmit<UnitEvent, "order">): void {
    this.#messages.push((order) => this.#watch.handle({ ...event, order }));
  }
}

function word(unit: string, state: UnitState): string {
  return `${unit} ${state.activeState} ${state.freezerState}`;
}

const unitArbitrary = fc.constantFrom("a.service", "b.service", "c.service");
const stepArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant("next" as const),
    unit: unitArbitrary,
    end: fc.constantFrom("failed" as const, "inactive" as const),
  }),
  fc.record({ kind: fc.constant("answer" as const) }),
  fc.record({
    kind: fc.constant("deliver" as const),
    count: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constant("pause" as const) }),
  fc.record({ kind: fc.constantFrom("reload" as const, "reconnect" as const) }),
);

test("what was told adds up to the present state, without repeats and in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(unitArbitrary, { maxLength: 3 }),
      fc.array(stepArbitrary, { maxLength: 40 }),
      async (before, steps) => {
        const { told, watch, wire } = await watched(before);
        assert.equal(told.length, 0, "the beginning is not told");
        const present = wire.words();
        for (const step of steps) await take(step, watch, wire);
        await wire.drain();
        for (const { unit, status, gone } of told) {
          const now = gone ? undefined : word(unit, status);
          const repeats = now !== undefined && present.get(unit) === now;
          assert.ok(!repeats, `a repeat: ${now}`);
          if (now === undefined) present.delete(unit);
          else present.set(unit, now);
          assert.equal(status.description, `the ${unit}`);
        }
        assert.deepEqual(sorted(present), sorted(wire.words()));
      },
    ),
    { numRuns: 500 },
  );
});

test("a unit that came and went before its row was read is told as gone, as it ended", async () => {
  const { told, wire } = await watched([]);
  for (let step = 0; step < 3; step += 1) wire.next("a.service", "failed");
  await wire.drain();
  assert.equal(told.length, 1);
  const [only] = told;
  assert.equal(only?.gone, true);
  assert.equal(only?.status.activeState, "failed");
  assert.equal(only?.status.description, "the a.service");
});

test("what a unit passes through while the list is under way is told", async () => {
  const unit = "a.service";
  const { told, watch, wire } = await watched([unit]);
  watch.reload(true);
  watch.reload(false);
  const state = { freezerState: "running" };
  for (const [index, next] of [ENDS.inactive, RUNNING].entries()) {
    const event = { unit, state: { ...state, ...next }, order: 50 + index };
    watch.handle({ kind: "unit-changed", ...event });
    await new Promise(setImmediate);
  }
  wire.answer();
  await wire.drain();
  const states = told.map(({ status }) => status.activeState);
  assert.deepEqual(states, ["inactive", "active"]);
});

test("a unit that is only looked at is not told of", async () => {
  const { told, watch, wire } = await watched([]);
  const unit = "x.service";
  watch.handle({ kind: "unit-new", unit, order: 50 });
  watch.handle({ kind: "unit-removed", unit, order: 51 });
  wire.units.set(unit, { ...ENDS.inactive, freezerState: "running" });
  watch.handle({ kind: "unit-new", unit, order: 52 });
  await wire.drain();
  watch.handle({ kind: "unit-removed", unit, order: 53 });
  await wire.drain();
  assert.deepEqual(told, []);
});

/** A watch that has begun while those units were running. */
async function watched(running: readonly string[]) {
  const told: UnitChange[] = [];
  const watch = new UnitWatch({
    listener: (change) => told.push(change),
    interest: everyService,
    patterns: [],
    describe: (unit) => `the ${unit}`,
  });
  const wire = new Wire(watch);
  for (const unit of running) wire.next(unit, "failed");
  wire.lose();
  watch.resync(wire);
  await wire.drain();
  return { told, watch, wire };
}

type Step = typeof stepArbitrary extends fc.Arbitrary<infer T> ? T : never;

async function take(step: Step, watch: UnitWatch, wire: Wire): Promise<void> {
  switch (step.kind) {
    case "next":
      return wire.next(step.unit, step.end);
    case "answer":
      return wire.answer();
    case "deliver":
      return wire.deliver(step.count);
    case "pause":
      return new Promise((resolve) => setImmediate(resolve));
    case "reload":
      watch.reload(true);
      return watch.reload(false);
    case "reconnect":
      wire.lose();
      watch.suspend();
      return watch.resync(wire);
  }
}

function sorted(words: ReadonlyMap<string, string>): readonly string[] {
  return [...words.values()].sort();
}
