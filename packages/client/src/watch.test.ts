import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError } from "@ghaf/api/rpc";
import { createControlClient } from "./create-control-client.ts";
import { type FakeAdmin, fakeAdmin } from "./fake-admin.ts";
import type { Pacing } from "./pacing.ts";
import type { WatchOptions } from "./watch.ts";
import type { WatchEvent } from "./watch-event.ts";

type Message = { readonly [field: string]: unknown };
/** One subscription: what it sends, and how it ends (an error, or well). */
interface Script {
  readonly sends: readonly Message[];
  readonly fails?: RpcError;
}

const initial = (...names: string[]): Message => ({
  Status: { case: "Initial", value: { List: names.map((Name) => ({ Name })) } },
});
const change = (kind: "Added" | "Updated" | "Removed", Name: string) => ({
  Status: { case: kind, value: { Name } },
});
const lost = new RpcError("unavailable", "connection lost");

/** An admin whose n-th subscription follows the n-th script. After the last it denies. */
function scripted(...scripts: readonly Script[]): FakeAdmin {
  const left = [...scripts];
  return fakeAdmin({
    watch: async function* () {
      const script = left.shift();
      if (script === undefined) throw new RpcError("permission-denied", "end");
      yield* script.sends as never[];
      if (script.fails !== undefined) throw script.fails;
    },
  });
}

function recordedPacing(waits: number[]): Pacing {
  return {
    wait: async (ms) => {
      waits.push(ms);
    },
    random: () => 0,
  };
}

/** Every event as a line, until the watch throws; then the error's code. */
async function lines(
  admin: FakeAdmin,
  options: WatchOptions = {},
  waits: number[] = [],
): Promise<string[]> {
  const client = createControlClient(admin.transport, recordedPacing(waits));
  const seen: string[] = [];
  try {
    for await (const event of client.watch(options)) seen.push(line(event));
    seen.push("end");
  } catch (error) {
    seen.push((error as { code: string }).code);
  }
  return seen;
}

function aborted(signal: AbortSignal): Promise<unknown> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", resolve));
}

function line(event: WatchEvent): string {
  return "items" in event
    ? `${event.kind} ${event.items.map((item) => item.name).join(",")}`
    : `${event.kind} ${event.item.name}`;
}

test("the list first, then changes in their order", async () => {
  const admin = scripted({
    sends: [
      initial("a", "b"),
      change("Added", "c"),
      change("Updated", "a"),
      change("Removed", "b"),
    ],
  });
  assert.deepEqual(await lines(admin), [
    "initial a,b",
    "added c",
    "updated a",
    "removed b",
    "permission-denied",
  ]);
});

test("a lost connection is a resync with the new list", async () => {
  const admin = scripted(
    { sends: [initial("a")], fails: lost },
    { sends: [], fails: lost },
    { sends: [initial("b"), change("Removed", "b")] },
  );
  const interruptions: string[] = [];
  const onInterrupted = (error: Error) => interruptions.push(error.message);
  assert.deepEqual(await lines(admin, { onInterrupted }), [
    "initial a",
    "resync b",
    "removed b",
    "permission-denied",
  ]);
  assert.deepEqual(interruptions, [
    "connection lost",
    "connection lost",
    "the admin ended the watch",
  ]);
});

test("an admin that says 'fell behind' or ends the stream well is asked again", async () => {
  const behind = new RpcError("aborted", "fell behind, subscribe again");
  const admin = scripted(
    { sends: [initial("a")], fails: behind },
    { sends: [initial("a")] },
  );
  assert.deepEqual(await lines(admin), [
    "initial a",
    "resync a",
    "permission-denied",
  ]);
});

test("waits double from 100 ms to 1 s and start over after a list", async () => {
  const failed = { sends: [], fails: lost };
  const admin = scripted(
    ...Array.from({ length: 6 }, () => failed),
    { sends: [initial()], fails: lost },
    failed,
  );
  const waits: number[] = [];
  await lines(admin, {}, waits);
  assert.deepEqual(waits, [100, 200, 400, 800, 1000, 1000, 100, 200]);
});

for (const code of ["permission-denied", "unauthenticated"] as const) {
  test(`${code} ends the watch at the first time`, async () => {
    const admin = scripted({ sends: [], fails: new RpcError(code, "no") });
    assert.deepEqual(await lines(admin), [code]);
    assert.equal(admin.calls.length, 1);
  });
}

test("firstAttempt fail: the first failure is thrown, a later one is not", async () => {
  const never = scripted({ sends: [], fails: lost });
  assert.deepEqual(await lines(never, { firstAttempt: "fail" }), [
    "unavailable",
  ]);
  const later = scripted({ sends: [initial("a")], fails: lost });
  assert.deepEqual(await lines(later, { firstAttempt: "fail" }), [
    "initial a",
    "permission-denied",
  ]);
});

test("an aborted signal ends the watch without an error", async () => {
  const abort = new AbortController();
  const admin = fakeAdmin({
    watch: async function* (_, { signal }) {
      yield initial("a") as never;
      await aborted(signal);
      throw new RpcError("cancelled", "Cancelled");
    },
  });
  const client = createControlClient(admin.transport);
  const seen: string[] = [];
  for await (const event of client.watch({ signal: abort.signal })) {
    seen.push(line(event));
    abort.abort();
  }
  assert.deepEqual(seen, ["initial a"]);
  assert.deepEqual(await lines(admin, { signal: abort.signal }), ["end"]);
});

test("leaving the loop ends the subscription", async () => {
  let ended = false;
  const admin = fakeAdmin({
    watch: async function* () {
      try {
        for (;;) yield initial("a") as never;
      } finally {
        ended = true;
      }
    },
  });
  for await (const _ of createControlClient(admin.transport).watch()) break;
  assert.equal(ended, true);
});

test("a stream that does not begin with its list is given up and opened again", async () => {
  const admin = scripted(
    { sends: [change("Added", "a")] },
    { sends: [initial("b")] },
  );
  const seen: string[] = [];
  const onInterrupted = (error: { code: string }) => seen.push(error.code);
  assert.deepEqual(await lines(admin, { onInterrupted }), [
    "initial b",
    "permission-denied",
  ]);
  assert.deepEqual(seen, ["internal", "aborted"]);
});

test("a second list on one stream is a resync, an unknown message is passed over", async () => {
  const admin = scripted({
    sends: [initial("a"), { Status: { case: undefined } }, initial("b")],
  });
  assert.deepEqual(await lines(admin), [
    "initial a",
    "resync b",
    "permission-denied",
  ]);
});

test("waitFor resolves with the rows that satisfy it, across a lost connection", async () => {
  const admin = scripted(
    { sends: [initial("a")], fails: lost },
    { sends: [initial("a"), change("Added", "b")] },
  );
  const client = createControlClient(admin.transport, recordedPacing([]));
  const items = await client.waitFor((rows) => rows.length === 2);
  assert.deepEqual(
    items.map((item) => item.name),
    ["a", "b"],
  );
});

test("waitFor says whether its time ran out or its caller cancelled", async () => {
  const admin = fakeAdmin({
    watch: async function* (_, { signal }) {
      yield initial("a") as never;
      await aborted(signal);
    },
  });
  const client = createControlClient(admin.transport);
  const never = () => false;
  await assert.rejects(client.waitFor(never, { timeoutMs: 5 }), {
    code: "deadline-exceeded",
    message: "not reached within 5 ms",
  });
  const abort = new AbortController();
  const asked = () => {
    abort.abort();
    return false;
  };
  await assert.rejects(client.waitFor(asked, { signal: abort.signal }), {
    code: "cancelled",
  });
});
