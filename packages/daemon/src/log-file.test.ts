import assert from "node:assert/strict";
import {
  closeSync,
  existsSync,
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
const LOOK_MS = 5_000;
const HEAD = "… 1 earlier bytes are not kept\n";

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
    [50 * LIMIT, true],
  ] as const) {
    writeFileSync(path, Buffer.alloc(size));
    const log = openLogFile(path);
    writeSync(log, "new");
    closeSync(log);
    assert.equal(statSync(path).size, isMoved ? 3 : size + 3);
    if (!isMoved) continue;
    const head = `… ${size - LIMIT} earlier bytes are not kept\n`;
    const kept = readFileSync(`${path}.1`);
    assert.equal(kept.length, LIMIT + Buffer.byteLength(head));
    assert.equal(kept.toString("utf8", 0, Buffer.byteLength(head)), head);
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
  const size = LIMIT + Buffer.byteLength(HEAD);
  assert.deepEqual([kept.size, kept.mode & 0o777], [size, 0o600]);
  assert.equal(existsSync(`${path}.1.new`), false);
});
