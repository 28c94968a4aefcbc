/** Statuses: gRPC's numbers, and the cause chain as DebugInfo wants it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  debugDetail,
  RpcError,
  STATUS_CODES,
  statusCode,
  statusNumber,
} from "./status.ts";

/** From the published table of gRPC status codes. */
const NUMBERS = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  "invalid-argument": 3,
  "deadline-exceeded": 4,
  "not-found": 5,
  "already-exists": 6,
  "permission-denied": 7,
  "resource-exhausted": 8,
  "failed-precondition": 9,
  aborted: 10,
  "out-of-range": 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  "data-loss": 15,
  unauthenticated: 16,
} as const;

test("every word has its published number, and back", () => {
  assert.deepEqual(
    Object.fromEntries(STATUS_CODES.map((code) => [code, statusNumber(code)])),
    NUMBERS,
  );
  for (const code of STATUS_CODES) {
    assert.equal(statusCode(statusNumber(code)), code);
  }
});

test("a number nobody has heard of is unknown", () => {
  const strange = fc.oneof(
    fc.integer({ min: 17 }),
    fc.integer({ max: -1 }),
    fc.double({ noInteger: true }),
  );
  fc.assert(
    fc.property(strange, (number) => {
      assert.equal(statusCode(number), "unknown");
    }),
  );
});

/** An error whose causes are the texts after the first, outer to inner. */
function chain(texts: readonly string[]): Error {
  const inner = texts.length > 1 ? chain(texts.slice(1)) : undefined;
  return new Error(texts[0], inner === undefined ? {} : { cause: inner });
}

test("the root cause is the detail; the stack is the chain without its outermost", () => {
  const texts = fc.array(fc.string(), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(texts, (messages) => {
      assert.deepEqual(debugDetail(chain(messages)), {
        detail: messages.at(-1),
        stack: messages.slice(1),
      });
    }),
  );
});

test("a chain that bites its tail ends", () => {
  const outer = new Error("outer");
  outer.cause = new Error("inner", { cause: outer });
  assert.deepEqual(debugDetail(outer), { detail: "inner", stack: ["inner"] });
});

test("anything can be thrown, or be a cause", () => {
  const detail = fc.property(
    fc.anything({ withNullPrototype: true }),
    (thrown) => {
      assert.equal(typeof debugDetail(thrown).detail, "string");
      assert.equal(
        typeof debugDetail(new Error("x", { cause: thrown })).detail,
        "string",
      );
    },
  );
  fc.assert(detail);
  assert.equal(debugDetail(new Error("x", { cause: null })).detail, "x");
  assert.equal(debugDetail(new Error("x", { cause: "why" })).detail, "why");
});

test("an RpcError carries its code, text, details and cause", () => {
  const cause = new Error("socket closed");
  const debug = { detail: "root", stack: ["root"] };
  const error = new RpcError("unavailable", "app-vm is off", { cause, debug });
  assert.ok(error instanceof Error);
  assert.deepEqual(
    [error.name, error.code, error.message, error.cause, error.debug],
    ["RpcError", "unavailable", "app-vm is off", cause, debug],
  );
  assert.equal(Object.hasOwn(new RpcError("internal", "x"), "cause"), false);
});
