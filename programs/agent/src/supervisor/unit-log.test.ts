/** Logs of units, through a supervisor and by themselves. */

import assert from "node:assert/strict";
import {
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { refused, unitName } from "../systemd/contract/rig.ts";
import { until } from "../systemd/contract/until.ts";
import { runKeeper } from "./keeper.ts";
import type { FromKeeper, ToKeeper } from "./keeper-messages.ts";
import { scripted, stateOf, supervise } from "./supervised.ts";

type Words = Readonly<Record<string, string>>;

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "ghaf-logs-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("what a unit prints is appended to its log, for its user alone", async (t) => {
  const logFolder = join(folder(t), "made", "logs");
  const name = unitName("prints@1.service");
  const script = "echo out; echo err >&2";
  const units = supervise(t, [scripted(name, script)], { logFolder });
  const path = join(logFolder, `${name}.log`);
  for (const text of ["out\nerr\n", "out\nerr\nout\nerr\n"]) {
    await units.start(name);
    await until("the text", () =>
      readFileSync(path, "utf8") === text ? true : undefined,
    );
    await units.stop(name);
  }
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(logFolder).mode & 0o777, 0o700);
});

test("a log is bounded while its unit goes on", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const logFile = join(folder(t), "busy.log");
  const said: FromKeeper[] = [];
  let tell: (message: ToKeeper) => void = () => {};
  let close = () => {};
  const over = runKeeper({
    send: (message) => said.push(message),
    onMessage: (listener) => {
      tell = listener;
    },
    onClose: (listener) => {
      close = listener;
    },
  });
  // However the test ends, so does what it started.
  t.after(async () => {
    close();
    await over;
  });
  const script = "head -c 5000000 /dev/zero; exec sleep 3600";
  tell({
    ...{ do: "start", run: 1, environment: process.env as Words },
    ...{ command: ["/bin/sh", "-c", script], mayNotify: false, logFile },
  });
  const written = () => statSync(logFile).size === 5_000_000;
  await until("the log", () => written() || undefined);
  t.mock.timers.tick(30_000);
  assert.equal(statSync(logFile).size, 0);
  const kept = 4 * 1024 * 1024;
  const head = `… ${5_000_000 - kept} earlier bytes are not kept\n`;
  const old = readFileSync(`${logFile}.1`);
  assert.equal(old.length, kept + Buffer.byteLength(head));
  assert.equal(old.subarray(0, Buffer.byteLength(head)).toString(), head);
  assert.deepEqual(
    said.map(({ event }) => event),
    ["started"],
  );
});

test("a log that cannot be written keeps the unit from starting, and says so", async (t) => {
  const logFolder = folder(t);
  const name = unitName("linked.service");
  symlinkSync("/etc/passwd", join(logFolder, `${name}.log`));
  const units = supervise(t, [scripted(name, "exit 0")], { logFolder });
  const { message } = await refused(units.start(name), "job-failed");
  assert.match(message, /its log cannot be written: ELOOP/);
  assert.equal(await stateOf(units, name), "failed/failed");
});
