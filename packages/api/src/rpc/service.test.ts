/** The seam: a client calls exactly the method its name says, with what it was given. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { DescMethod } from "@bufbuild/protobuf";
import { AdminService } from "../gen/admin/admin_pb.ts";
import { Exec } from "../gen/exec/exec_pb.ts";
import { PolicyAdmin } from "../gen/policyadmin/policyadmin_pb.ts";
import { createRpcClient } from "./client.ts";
import { bindService } from "./service.ts";
import type { RpcTransport } from "./transport.ts";

interface Seen {
  readonly kind: string;
  readonly method: string;
  readonly request: unknown;
  readonly options: unknown;
}

/** A transport that only writes down what it is asked to carry. */
function recorder(): { transport: RpcTransport; seen: Seen[] } {
  const seen: Seen[] = [];
  const note =
    (kind: string) =>
    (method: DescMethod, request: unknown, options: unknown): never => {
      seen.push({ kind, method: method.name, request, options });
      return undefined as never;
    };
  const transport: RpcTransport = {
    unary: note("unary"),
    serverStream: note("server"),
    clientStream: note("client"),
    bidiStream: note("bidi"),
    close: () => undefined,
  };
  return { transport, seen };
}

async function* nothing(): AsyncIterable<never> {}

test("each kind of method takes its own way, with request and options", () => {
  const { transport, seen } = recorder();
  const request = { VmName: "app-vm" };
  const options = { timeoutMs: 60_000 };
  const stream = nothing();
  createRpcClient(AdminService, transport).startVM(request, options);
  createRpcClient(AdminService, transport).watch({}, options);
  createRpcClient(PolicyAdmin, transport).streamPolicy(stream);
  createRpcClient(Exec, transport).runCommand(stream, options);
  assert.deepEqual(seen, [
    { kind: "unary", method: "StartVM", request, options },
    { kind: "server", method: "Watch", request: {}, options },
    {
      kind: "client",
      method: "StreamPolicy",
      request: stream,
      options: undefined,
    },
    { kind: "bidi", method: "RunCommand", request: stream, options },
  ]);
});

test("a client has one function per method and no other", () => {
  const client = createRpcClient(AdminService, recorder().transport);
  assert.deepEqual(
    Object.keys(client).toSorted(),
    AdminService.methods.map(({ localName }) => localName).toSorted(),
  );
});

test("a binding holds the handlers that are there, and says why others are not", () => {
  const queryList = () => ({});
  const binding = bindService(AdminService, { queryList }, "not here");
  assert.equal(binding.service, AdminService);
  assert.deepEqual([...binding.handlers], [["queryList", queryList]]);
  assert.equal(binding.unimplemented, "not here");
});
