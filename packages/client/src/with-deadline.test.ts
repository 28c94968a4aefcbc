import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { withDeadline } from "./with-deadline.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function aborted(signal: AbortSignal): Promise<unknown> {
  return once(signal, "abort");
}

test("a deadline comes, whatever the garbage collector does meanwhile", async () => {
  const never = new AbortController().signal;
  let isOver = false;
  const waiting = withDeadline(100, [never], aborted).then(() => {
    isOver = true;
  });
  for (let round = 0; !isOver && round < 500; round += 1) {
    collectGarbage();
    await pause(20);
  }
  assert.ok(isOver);
  await waiting;
});

test("one of the signals is enough, and the time goes with the body", async () => {
  const abort = new AbortController();
  const hour = 3_600_000;
  const waiting = withDeadline(hour, [abort.signal], aborted);
  abort.abort();
  await waiting;
  const unlimited = new AbortController();
  const ended = withDeadline(undefined, [unlimited.signal], aborted);
  unlimited.abort();
  await ended;
  const century = withDeadline(hour * 1e6, [], (signal) =>
    pause(20).then(() => signal.aborted),
  );
  assert.equal(await century, false);
  const found = await withDeadline(hour, [], async (signal) => signal.aborted);
  assert.equal(found, false);
});
