import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { MonitorChange } from "../unit/monitor.ts";
import { MOST_UNACKNOWLEDGED, Outbox } from "./outbox.ts";

type Frame =
  | { readonly snapshot: ReadonlySet<string>; readonly sequence: number }
  | { readonly change: MonitorChange; readonly sequence: number };

/** A machine whose applications come and go, and the outbox that tells of it. */
class Machine {
  readonly present = new Set<string>();
  readonly outbox = new Outbox<Frame>({
    snapshot: (sequence) => ({ snapshot: new Set(this.present), sequence }),
    change: (sequence, change) => ({ change, sequence }),
  });
  readonly #stop = new AbortController();
  readonly #frames = this.outbox.frames(this.#stop.signal);

  toggle(unit: string): void {
    const gone = this.present.delete(unit);
    if (!gone) this.present.add(unit);
    this.outbox.push(
      gone
        ? { kind: "gone", unit }
        : { kind: "status", status: { name: unit } as never },
    );
  }

  async read(): Promise<Frame | undefined> {
    return (await this.#frames.next()).value ?? undefined;
  }

  /** What is ready to be sent, and nothing that is still to come. */
  async readReady(): Promise<Frame[]> {
    const ready: Frame[] = [];
    for (;;) {
      const next = this.#frames.next();
      const nothing = new Promise<undefined>((resolve) =>
        setImmediate(() => resolve(undefined)),
      );
      const frame = await Promise.race([next, nothing]);
      if (frame === undefined || frame.done) return ready;
      ready.push(frame.value);
    }
  }

  stop(): void {
    this.#stop.abort();
  }
}

test("the first frame is the snapshot, then every change with its number", async () => {
  const machine = new Machine();
  machine.toggle("before");
  assert.deepEqual(await machine.read(), {
    snapshot: new Set(["before"]),
    sequence: 1,
  });
  machine.toggle("a");
  machine.toggle("a");
  const numbers = [await machine.read(), await machine.read()].map(
    (frame) => frame?.sequence,
  );
  assert.deepEqual(numbers, [2, 3]);
  assert.equal(machine.outbox.latest, 3);
});

test("waits for what is to come, and ends when told to", async () => {
  const machine = new Machine();
  await machine.read();
  const next = machine.read();
  machine.toggle("a");
  assert.equal((await next)?.sequence, 1);
  const last = machine.read();
  machine.stop();
  assert.equal(await last, undefined);
});

test("as many unacknowledged changes as allowed are sent one by one", async () => {
  const machine = new Machine();
  await machine.read();
  machine.outbox.welcome();
  for (let i = 0; i < MOST_UNACKNOWLEDGED; i += 1) machine.toggle(`u${i}`);
  const frames = await machine.readReady();
  assert.equal(frames.length, MOST_UNACKNOWLEDGED);
  assert.ok(frames.every((frame) => "change" in frame));
});

test("one more is replaced by a snapshot that includes all of them", async () => {
  const machine = new Machine();
  await machine.read();
  machine.outbox.welcome();
  for (let i = 0; i <= MOST_UNACKNOWLEDGED; i += 1) machine.toggle(`u${i}`);
  assert.deepEqual(await machine.readReady(), [
    { snapshot: machine.present, sequence: MOST_UNACKNOWLEDGED + 1 },
  ]);
});

test("acknowledgements are cumulative and make room", async () => {
  const machine = new Machine();
  await machine.read();
  machine.outbox.welcome();
  for (let i = 0; i < 4 * MOST_UNACKNOWLEDGED; i += 1) {
    machine.toggle(`u${i}`);
    if (i % 1_000 === 999) machine.outbox.acknowledge(i + 1);
  }
  const frames = await machine.readReady();
  assert.equal(frames.length, 4 * MOST_UNACKNOWLEDGED);
});

test("an admin that answers nothing gets one snapshot, not one after the other", async () => {
  const machine = new Machine();
  await machine.read();
  for (let i = 0; i < 5_000; i += 1) machine.toggle(`u${i}`);
  assert.deepEqual(await machine.readReady(), []);
});

test("once it answers, it gets the present state", async () => {
  const machine = new Machine();
  await machine.read();
  for (let i = 0; i < 5_000; i += 1) machine.toggle(`u${i}`);
  machine.outbox.welcome();
  assert.deepEqual(await machine.read(), {
    snapshot: machine.present,
    sequence: 5_000,
  });
});

test("an acknowledgement of what was never sent counts as far as was sent", async () => {
  const machine = new Machine();
  await machine.read();
  machine.outbox.acknowledge(1_000_000);
  for (let i = 0; i <= MOST_UNACKNOWLEDGED; i += 1) machine.toggle(`u${i}`);
  assert.ok("snapshot" in ((await machine.read()) ?? {}));
});

/** Applies what it reads; every frame has to fit on the one before. */
class Mirror {
  readonly #machine: Machine;
  known = new Set<string>();
  sequence = -1;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  acknowledge(): void {
    this.#machine.outbox.acknowledge(this.sequence);
  }

  async readAll(): Promise<void> {
    this.acknowledge();
    while (this.sequence < this.#machine.outbox.latest) {
      const frame = await this.#machine.read();
      assert.ok(frame !== undefined && frame.sequence > this.sequence);
      if ("snapshot" in frame) this.known = new Set(frame.snapshot);
      else this.#apply(frame);
      this.sequence = frame.sequence;
    }
  }

  #apply({ change, sequence }: Extract<Frame, { change: MonitorChange }>) {
    assert.equal(sequence, this.sequence + 1, "none is missing");
    if (change.kind === "gone") assert.ok(this.known.delete(change.unit));
    else this.known.add(change.status.name);
  }
}

test("whatever happens, what was sent adds up to the machine, numbers rising", async () => {
  const step = fc.oneof(
    fc.record({ toggle: fc.integer({ min: 0, max: 5 }), times: fc.nat(1_500) }),
    fc.constantFrom("read" as const, "acknowledge" as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const machine = new Machine();
      const mirror = new Mirror(machine);
      await mirror.readAll();
      for (const one of [...steps, "read"] as const) {
        if (one === "read") await mirror.readAll();
        else if (one === "acknowledge") mirror.acknowledge();
        else times(one.times, () => machine.toggle(`u${one.toggle}`));
      }
      assert.deepEqual(mirror.known, machine.present);
    }),
    { numRuns: 40 },
  );
});

function times(count: number, act: () => void): void {
  for (let i = 0; i < count; i += 1) act();
}
