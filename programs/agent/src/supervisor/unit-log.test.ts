/** Logs of units, through a supervisor and by themselves. */

import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { refused, unitName } from "../systemd/contract/rig.ts";
import { until } from "../systemd/contract/until.ts";
import { scripted, stateOf, supervise } from "./supervised.ts";
import { openUnitLog } from "./unit-log.ts";

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

test("a log that has grown makes room at the next start, and one is kept", (t) => {
  const path = join(folder(t), "big.log");
  const limit = 4 * 1024 * 1024;
  for (const [size, isMoved] of [
    [limit, false],
    [limit + 1, true],
    [limit + 2, true],
  ] as const) {
    writeFileSync(path, Buffer.alloc(size));
    const log = openUnitLog(path);
    writeSync(log, "new");
    closeSync(log);
    assert.equal(statSync(path).size, isMoved ? 3 : size + 3);
    if (isMoved) assert.equal(statSync(`${path}.1`).size, size);
  }
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
