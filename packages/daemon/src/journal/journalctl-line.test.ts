import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseJournalLine } from "./journalctl-line.ts";

function parse(value: unknown, isCut = false) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return parseJournalLine({ bytes: Buffer.from(text), isCut });
}

const LINE = {
  __CURSOR: "s=1",
  __REALTIME_TIMESTAMP: "1790000000000001",
  PRIORITY: "4",
  _PID: "7",
  SYSLOG_IDENTIFIER: "sshd",
  _COMM: "sshd-session",
  _SYSTEMD_UNIT: "ssh.service",
  MESSAGE: "hello",
};

test("an entry has the fields of the line", () => {
  assert.deepEqual(parse(LINE), {
    timeUs: 1_790_000_000_000_001n,
    unit: "ssh.service",
    identifier: "sshd",
    priority: 4,
    message: "hello",
    pid: 7,
  });
});

test("fields that are missing or odd get what means nothing", () => {
  const { __REALTIME_TIMESTAMP } = LINE;
  const bare = {
    timeUs: 1_790_000_000_000_001n,
    ...{ unit: "", identifier: "", priority: 6, message: "", pid: 0 },
  };
  assert.deepEqual(parse({ __REALTIME_TIMESTAMP }), bare);
  const odd = { PRIORITY: "9", _PID: "-1", MESSAGE: null };
  assert.deepEqual(parse({ __REALTIME_TIMESTAMP, ...odd }), bare);
});

test("a unit's manager speaks of the unit, a user's unit goes before its user's", () => {
  const unitOf = (more: object) => parse({ ...LINE, ...more })?.unit;
  const manager = { _SYSTEMD_UNIT: "init.scope", UNIT: "a.service" };
  assert.equal(unitOf(manager), "a.service");
  const user = {
    _SYSTEMD_UNIT: "user@1000.service",
    _SYSTEMD_USER_UNIT: "foot@1.service",
  };
  assert.equal(unitOf(user), "foot@1.service");
});

test("a message may be bytes, or several", () => {
  const messageOf = (MESSAGE: unknown) => parse({ ...LINE, MESSAGE })?.message;
  assert.equal(messageOf([...Buffer.from("é\u001b[0m")]), "é\u001b[0m");
  assert.equal(messageOf([255, 65]), "\ufffdA");
  assert.equal(messageOf(["one", "two"]), "one");
  assert.equal(messageOf([[65, 66], "two"]), "AB");
  assert.equal(messageOf([]), "");
  assert.equal(messageOf("two\nlines\n"), "two\nlines");
});

test("a message over 64 KiB is cut, and says so", () => {
  const longest = "x".repeat(65_536);
  const messageOf = (MESSAGE: string) => parse({ ...LINE, MESSAGE })?.message;
  assert.equal(messageOf(longest), longest);
  assert.equal(messageOf(`${longest}y`), `${longest}… (cut)`);
});

test("of a line that was cut the time is left", () => {
  const entry = parse(JSON.stringify(LINE).slice(0, -9), true);
  assert.equal(entry?.timeUs, 1_790_000_000_000_001n);
  assert.match(entry?.message ?? "", /too long/);
  assert.equal(parse('{"__CURSOR":"s=', true), undefined);
});

test("what is no entry is left out, whatever it is", () => {
  for (const text of ["", "null", "[]", "{}", "-- Boot --", "1", "\u0000"]) {
    assert.equal(parse(text), undefined, text);
  }
  const strange = fc.dictionary(
    fc.constantFrom(...Object.keys(LINE)),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(strange, fc.boolean(), (fields, isCut) => {
      const entry = parse(fields, isCut);
      if (entry === undefined) return;
      assert.ok(entry.timeUs >= 0n && entry.timeUs < 2n ** 63n);
      assert.ok(entry.priority >= 0 && entry.priority <= 7);
      assert.equal(typeof entry.message, "string");
    }),
  );
});
