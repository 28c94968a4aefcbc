import assert from "node:assert/strict";
import { test } from "node:test";
import { createLogger, parseLogLevel } from "./log.ts";

function lines(journal: boolean) {
  const written: string[] = [];
  const write = (line: string) => void written.push(line);
  return { written, log: createLogger({ level: "info", write, journal }) };
}

test("journal lines carry the syslog priority and stay one line", () => {
  const { written, log } = lines(true);
  log.error("refused", { name: "a\nb", cause: new Error("x") });
  assert.deepEqual(written, [
    '<3>{"message":"refused","name":"a\\nb","cause":"x"}\n',
  ]);
});

test("no field can act on the terminal of whoever reads it", () => {
  const { written, log } = lines(false);
  log.info("opened", { version: "\u009b2J\u202e\u{e0001}" });
  assert.deepEqual(written, [
    'info: opened {"version":"\\u009b2J\\u202e\\udb40\\udc01"}\n',
  ]);
});

test("lines that are kept in a file begin with their time", () => {
  const written: string[] = [];
  const write = (line: string) => void written.push(line);
  const now = () => new Date(Date.UTC(2026, 10, 22, 6, 1, 2, 3));
  createLogger({ level: "info", write, journal: false, now }).info("i");
  createLogger({ level: "info", write, journal: true, now }).info("i");
  assert.deepEqual(written, [
    "2026-11-22T06:01:02.003Z info: i\n",
    '<6>{"message":"i"}\n',
  ]);
});

test("what is below the level is dropped", () => {
  const { written, log } = lines(true);
  log.debug("quiet");
  assert.deepEqual(written, []);
});

test("errors are printed with their causes", () => {
  const { written, log } = lines(false);
  log.warning("w", { error: new Error("a", { cause: new Error("b") }) });
  assert.deepEqual(written, ['warning: w {"error":"a: b"}\n']);
});

test("GIVC_LOG takes a bare level and the reference's filters", () => {
  assert.equal(parseLogLevel("info"), "info");
  assert.equal(parseLogLevel("givc=debug"), "debug");
  assert.equal(parseLogLevel("hyper=error,givc=warn"), "warning");
  assert.equal(parseLogLevel("error,tonic=debug"), "error");
  assert.equal(parseLogLevel("loud"), undefined);
});
