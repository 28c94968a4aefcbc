/** What watchers get: everything in order, or an honest end. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { AdminError } from "../errors.ts";
import { settle } from "../fake-clock.ts";
import { WatchLog } from "./watch.ts";

const never = new AbortController().signal;

async function take<T>(from: AsyncIterator<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const next = await from.next();
    assert.ok(!next.done);
    taken.push(next.value);
  }
  return taken;
}

test("first, then what was appended after, in order", async () => {
  const log = new WatchLog<string>();
  log.append(["before"]);
  const watcher = log.follow(() => "first", never);
  assert.deepEqual(await take(watcher, 1), ["first"]);
  log.append(["a", "b"]);
  log.append(["c"]);
  assert.deepEqual(await take(watcher, 3), ["a", "b", "c"]);
});

test("one that waits is woken by the next event", async () => {
  const log = new WatchLog<string>();
  const watcher = log.follow(() => "first", never);
  await watcher.next();
  const next = watcher.next();
  await settle();
  log.append(["late"]);
  assert.deepEqual(await next, { done: false, value: "late" });
});

test("exactly the backlog behind is still told everything", async () => {
  const log = new WatchLog<number>(8);
  const watcher = log.follow(() => -1, never);
  await watcher.next();
  log.append([0, 1, 2, 3, 4, 5, 6, 7]);
  assert.deepEqual(await take(watcher, 8), [0, 1, 2, 3, 4, 5, 6, 7]);
});

test("one that is further behind is told to subscribe again; the others are not", async () => {
  const log = new WatchLog<number>(8);
  const slow = log.follow(() => -1, never);
  const quick = log.follow(() => -1, never);
  await slow.next();
  await quick.next();
  for (let event = 0; event < 9; event++) {
    log.append([event]);
    assert.deepEqual(await take(quick, 1), [event]);
  }
  await assert.rejects(
    slow.next(),
    (error) =>
      error instanceof AdminError &&
      error.code === "aborted" &&
      error.message === "fell behind, subscribe again",
  );
  assert.equal(log.watchers, 1);
});

test("ends cleanly with the log, and with its own signal", async () => {
  const log = new WatchLog<string>();
  const gone = new AbortController();
  const leaving = log.follow(() => "first", gone.signal);
  const staying = log.follow(() => "first", never);
  await leaving.next();
  await staying.next();
  const left = leaving.next();
  const stayed = staying.next();
  await settle();
  gone.abort();
  assert.deepEqual(await left, { done: true, value: undefined });
  assert.equal(log.watchers, 1);
  log.close();
  assert.deepEqual(await stayed, { done: true, value: undefined });
  assert.equal(log.watchers, 0);
});
