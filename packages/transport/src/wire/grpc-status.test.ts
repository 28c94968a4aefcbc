import assert from "node:assert/strict";
import { test } from "node:test";
import { RpcError, STATUS_CODES } from "@ghaf/api/rpc";
import { Metadata, type ServiceError } from "@grpc/grpc-js";
import fc from "fast-check";
import { fromServiceError, toStatus } from "./grpc-status.ts";

function overTheWire(error: RpcError): RpcError {
  const status = toStatus(error, new Metadata());
  return fromServiceError(
    Object.assign(new Error(status.details), status) as ServiceError,
  );
}

test("code, message and details survive the wire", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...STATUS_CODES.slice(1)),
      fc.string({ minLength: 1 }),
      fc.string(),
      fc.array(fc.string()),
      (code, message, detail, stack) => {
        const sent = new RpcError(code, message, { debug: { detail, stack } });
        const got = overTheWire(sent);
        assert.equal(got.code, code);
        assert.equal(got.message, message);
        assert.deepEqual(got.debug, { detail, stack });
      },
    ),
  );
});

test("an error without details has none on the wire", () => {
  const got = overTheWire(new RpcError("not-found", "x"));
  assert.equal(got.debug, undefined);
});

test("details that are no Status are ignored, not fatal", () => {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from([0xff, 0x01, 0x02]));
  const error = Object.assign(new Error("x"), {
    code: 5,
    details: "x",
    metadata,
  });
  assert.equal(fromServiceError(error).debug, undefined);
});

test("a connection error says only its reason", () => {
  const details =
    "No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:1 (2026-01-01T00:00:00.000Z). Resolution note: ";
  const error = Object.assign(new Error(details), {
    code: 14,
    details,
    metadata: new Metadata(),
  });
  assert.equal(
    fromServiceError(error).message,
    "cannot connect: connect ECONNREFUSED 127.0.0.1:1",
  );
});
