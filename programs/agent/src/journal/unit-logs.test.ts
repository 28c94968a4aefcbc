import assert from "node:assert/strict";
import { appendFileSync, closeSync, writeFileSync } from "node:fs";
import {
  appendFile,
  mkdtemp,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import {
  type JournalEntry,
  type JournalRequest,
  openLogFile,
} from "@ghaf/daemon";
import { unitLogs } from "./unit-logs.ts";

const NET = "microvm@net-vm.service";
const APP = "microvm@app-vm.service";

async function setUp(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "ghaf-logs-"));
  const abort = new AbortController();
  t.after(async () => {
    abort.abort();
    await rm(folder, { recursive: true });
  });
  const path = (name: string) => join(folder, `${name}.log`);
  const read = (request: Partial<JournalRequest> = {}) =>
    unitLogs(folder).read(
      { unit: undefined, lines: 100, follow: false, ...request },
      abort.signal,
    );
  return { folder, path, read, abort };
}

function at(second: number, text: string): string {
  const two = String(second).padStart(2, "0");
  return `2026-11-22T06:00:${two}.000Z ${text}\n`;
}

function secondOf({ timeUs }: JournalEntry): number {
  return new Date(Number(timeUs / 1000n)).getUTCSeconds();
}

async function all(entries: AsyncIterable<JournalEntry>) {
  const found: JournalEntry[] = [];
  for await (const entry of entries) found.push(entry);
  return found;
}

async function messages(entries: AsyncIterable<JournalEntry>) {
  return (await all(entries)).map(({ message }) => message);
}

test("what our programs write has time and level; a unit's name is that of the file", async (t) => {
  const { path, read } = await setUp(t);
  await writeFile(path(NET), at(1, 'warning: hot {"degrees":90}'));
  await writeFile(path("passt"), at(2, "listening"));
  assert.deepEqual(await all(read()), [
    {
      timeUs: BigInt(Date.UTC(2026, 10, 22, 6, 0, 1)) * 1000n,
      unit: NET,
      identifier: "",
      priority: 4,
      message: 'hot {"degrees":90}',
      pid: 0,
    },
    {
      timeUs: BigInt(Date.UTC(2026, 10, 22, 6, 0, 2)) * 1000n,
      unit: "",
      identifier: "passt",
      priority: 6,
      message: "listening",
      pid: 0,
    },
  ]);
});

test("all files are one journal, in order of time, and one of them by its unit", async (t) => {
  const { path, read } = await setUp(t);
  await writeFile(path(NET), at(1, "a") + at(3, "c") + at(5, "e"));
  await writeFile(path(APP), at(2, "b") + at(4, "d"));
  assert.deepEqual(await messages(read()), ["a", "b", "c", "d", "e"]);
  assert.deepEqual(await messages(read({ lines: 2 })), ["d", "e"]);
  assert.deepEqual(await messages(read({ unit: APP })), ["b", "d"]);
  assert.deepEqual(await messages(read({ unit: "sync.service" })), []);
});

test("what was put away counts when there is not enough since", async (t) => {
  const { path, read } = await setUp(t);
  await writeFile(`${path(NET)}.1`, at(1, "a") + at(2, "b"));
  await writeFile(path(NET), at(3, "c"));
  assert.deepEqual(await messages(read({ lines: 2 })), ["b", "c"]);
  assert.deepEqual(await messages(read()), ["a", "b", "c"]);
  await rm(path(NET));
  assert.deepEqual(await messages(read({ unit: NET })), ["a", "b"]);
});

test("lines without a time stay where they are", async (t) => {
  const { path, read } = await setUp(t);
  await writeFile(path(NET), `zero\n${at(3, "a")}between\n${at(2, "late")}`);
  const seconds = (await all(read())).map((entry) => [
    entry.message,
    secondOf(entry),
  ]);
  assert.deepEqual(seconds, [
    ["zero", 3],
    ["a", 3],
    ["between", 3],
    ["late", 3],
  ]);
  await writeFile(path(NET), "only words\n");
  const changed = new Date("2026-01-02T03:04:09Z");
  await utimes(path(NET), changed, changed);
  assert.deepEqual((await all(read())).map(secondOf), [9]);
});

test("the end of a large file is found, line by line", async (t) => {
  const { path, read } = await setUp(t);
  const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}`);
  await writeFile(path(NET), `${lines.join("\n")}\n`);
  assert.deepEqual(await messages(read({ lines: 3 })), lines.slice(-3));
  assert.deepEqual(await messages(read({ lines: 1_900 })), lines.slice(-1_900));
});

test("whoever asks for everything gets the newest that fit in memory", async (t) => {
  const { path, read } = await setUp(t);
  const file = (second: number, word: string) =>
    Array.from({ length: 5_000 }, (_, line) => at(second, `${word} ${line}`));
  await writeFile(path(NET), file(2, "new").join(""));
  await writeFile(path(APP), file(1, "old").join(""));
  const found = await messages(read({ lines: 2 ** 32 - 1 }));
  assert.deepEqual([found.length, found[0]], [2_000, "new 3000"]);
});

test("a line without end is bounded", async (t) => {
  const { path, read } = await setUp(t);
  await writeFile(path(NET), `${"x".repeat(200_000)}\nafter\n`);
  const [long = "", after] = await messages(read());
  assert.equal(long, `${"x".repeat(65_536)}… (cut)`);
  assert.equal(after, "after");
});

test("followed: what is added, wherever, through putting away and emptying", async (t) => {
  const { path, read, abort } = await setUp(t);
  await writeFile(path(NET), at(1, "old"));
  const entries = read({ follow: true, lines: 1 })[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await entries.next();
    return (value as JournalEntry).message;
  };
  assert.equal(await next(), "old");
  await appendFile(path(NET), `${at(2, "one")}half`);
  assert.equal(await next(), "one");
  const pending = next();
  await appendFile(path(NET), " and half\n");
  assert.equal(await pending, "half and half");
  await writeFile(path(APP), at(3, "a new unit"));
  assert.equal(await next(), "a new unit");
  await appendFile(path(NET), at(4, "the last before"));
  await rename(path(NET), `${path(NET)}.1`);
  await writeFile(path(NET), at(5, "the first after"));
  assert.equal(await next(), "the last before");
  assert.equal(await next(), "the first after");
  await truncate(path(NET));
  await appendFile(path(NET), at(6, "x"));
  assert.equal(await next(), "x");
  const last = entries.next();
  abort.abort();
  assert.equal((await last).done, true);
});

test("followed: what was not read when the log made room", async (t) => {
  const { path, read, abort } = await setUp(t);
  const log = path(NET);
  const filler = (letter: string) => `${letter.repeat(4 * 1024 * 1024)}\n`;
  writeFileSync(log, filler("x") + at(1, "old"));
  const entries = read({ follow: true, lines: 1 })[Symbol.asyncIterator]();
  const next = async () => {
    const { value } = await entries.next();
    return (value as JournalEntry).message;
  };
  const makeRoom = () => closeSync(openLogFile(log));
  assert.equal(await next(), "old");
  appendFileSync(log, `${at(2, "unread")}ha`);
  makeRoom();
  appendFileSync(log, `lf\n${at(3, "after")}`);
  assert.equal(await next(), "unread");
  assert.equal(await next(), "half");
  assert.equal(await next(), "after");
  const last = entries.next();
  abort.abort();
  assert.equal((await last).done, true);
});

test("a folder that is not there yet is an empty journal", async (t) => {
  const { folder } = await setUp(t);
  const signal = new AbortController().signal;
  const request = { unit: undefined, lines: 1, follow: false };
  const later = join(folder, "later");
  assert.deepEqual(await all(unitLogs(later).read(request, signal)), []);
  const file = join(folder, "file");
  await writeFile(file, "");
  for (const follow of [false, true]) {
    const entries = unitLogs(file).read({ ...request, follow }, signal);
    await assert.rejects(all(entries), { code: "failed", message: /EEXIST/ });
  }
});
