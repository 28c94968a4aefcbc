import assert from "node:assert/strict";
import {
  closeSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { boundLogFiles, openLogFile } from "./log-file.ts";

const LIMIT = 4 * 1024 * 1024;
const LOOK_MS = 30_000;

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "ghaf-logs-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

test("a log that has grown makes room at the next start, and one is kept", (t) => {
  const path = join(folder(t), "big.log");
  for (const [size, isMoved] of [
    [LIMIT, false],
    [LIMIT + 1, true],
    [LIMIT + 2, true],
  ] as const) {
    writeFileSync(path, Buffer.alloc(size));
    const log = openLogFile(path);
    writeSync(log, "new");
    closeSync(log);
    assert.equal(statSync(path).size, isMoved ? 3 : size + 3);
    if (isMoved) assert.equal(statSync(`${path}.1`).size, size);
  }
});

test("a log that grows makes room while its writer goes on", (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const path = join(folder(t), "made", "busy.log");
  const log = openLogFile(path);
  t.after(() => closeSync(log));
  t.after(boundLogFiles(() => [`${path}.absent`, path]));
  writeSync(log, Buffer.alloc(LIMIT, "a"));
  t.mock.timers.tick(LOOK_MS);
  assert.equal(statSync(path).size, LIMIT);
  writeSync(log, "b");
  t.mock.timers.tick(LOOK_MS);
  writeSync(log, "next");
  assert.equal(readFileSync(path, "utf8"), "next");
  const kept = statSync(`${path}.1`);
  assert.deepEqual([kept.size, kept.mode & 0o777], [LIMIT + 1, 0o600]);
});
