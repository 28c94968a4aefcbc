import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseCpu, parseLoad, parseMemory, parseProcess } from "./proc-text.ts";

test("memory, in bytes", () => {
  const text =
    "MemTotal:       24683656 kB\nMemFree:        23904112 kB\nMemAvailable:   24240268 kB\n" +
    "Buffers:            9080 kB\nCached:           481288 kB\nSwapCached:            7 kB\nHugePages_Total:       0\n";
  assert.deepEqual(parseMemory(text), {
    total: 24_683_656 * 1024,
    free: 23_904_112 * 1024,
    available: 24_240_268 * 1024,
    cached: 481_288 * 1024,
  });
});

test("load", () => {
  assert.deepEqual(
    parseLoad("1.79 0.94 10.55 3/140 5865\n"),
    [1.79, 0.94, 10.55],
  );
});

test("processor time counts guests once", () => {
  const text = "cpu  100 10 30 1000 5 1 2 3 40 4\ncpu0 1 1 1 1\n";
  assert.deepEqual(parseCpu(text), { user: 100, system: 30, total: 1151 });
  assert.equal(parseCpu("cpu  1 2 3 4\n").total, 10);
});

const REST =
  "10 10 3506 0 -1 4194304 99 0 0 0 7 8 90 91 20 0 1 0 367547 3133440 407 18446744073709551615 0";

test("a process", () => {
  assert.deepEqual(parseProcess(`31012 (cat) R ${REST}\n`), {
    key: "31012 367547",
    name: "cat",
    isRunning: true,
    user: 7,
    system: 8,
    residentPages: 407,
  });
});

test("the name of a process may be anything", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      const process = parseProcess(`1 (${name}) S ${REST}\n`);
      assert.equal(process.name, name);
      assert.equal(process.user, 7);
    }),
  );
});

test("a process cannot name itself into other figures", () => {
  const process = parseProcess(`1 (a) R 0 0 0) S ${REST}\n`);
  assert.equal(process.name, "a) R 0 0 0");
  assert.equal(process.isRunning, false);
});

test("other texts are refused", () => {
  for (const parse of [parseMemory, parseLoad, parseCpu, parseProcess]) {
    for (const text of [
      "",
      "x",
      "cpu  1 2\n",
      "1 (a) R 1\n",
      "MemFree: 1 kB",
    ]) {
      assert.throws(() => parse(text), { name: "AgentError" });
    }
  }
});
