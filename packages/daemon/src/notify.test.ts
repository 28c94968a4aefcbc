import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { createNotifier } from "./notify.ts";

/** A file in the place of the supervisor's end. */
function openFile(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "ghaf-notify-"));
  const path = join(folder, "said");
  const descriptor = openSync(path, "a");
  t.after(() => {
    closeSync(descriptor);
    rmSync(folder, { recursive: true });
  });
  return { descriptor, said: () => readFileSync(path, "utf8") };
}

function notifierTo(descriptor: string | undefined) {
  const errors: string[] = [];
  const notifier = createNotifier({
    socket: undefined,
    descriptor,
    watchdogUsec: "2000",
    onError: (error) => errors.push(error.message),
  });
  return { notifier, errors };
}

test("words go to the descriptor, one a line, in order, and no pings", async (t) => {
  const { descriptor, said } = openFile(t);
  const { notifier, errors } = notifierTo(`${descriptor}`);
  await Promise.all([
    notifier.status("booting\nSTOPPING=1"),
    notifier.ready("up"),
    notifier.stopping(),
  ]);
  const lines = "STATUS=booting STOPPING=1\nREADY=1\nSTATUS=up\nSTOPPING=1\n";
  assert.equal(said(), lines);
  assert.deepEqual(errors, []);
});

test("without socket and descriptor nothing is sent", async () => {
  const { notifier, errors } = notifierTo(undefined);
  await notifier.ready("up");
  await notifier.stopping();
  assert.deepEqual(errors, []);
});

test("a descriptor that is none is an error that is told, and nothing fails", async () => {
  for (const [text, reason] of [
    ["three", /^GHAF_NOTIFY_FD is no descriptor: three$/],
    ["9999", /EBADF/],
  ] as const) {
    const { notifier, errors } = notifierTo(text);
    await notifier.ready("up");
    assert.equal(errors.length, 1);
    assert.match(errors[0] ?? "", reason);
  }
});
