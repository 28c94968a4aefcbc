/** Service bindings as grpc-js service definitions and implementations. */

import type { Readable, Writable } from "node:stream";
import type { DescMethod, Message } from "@bufbuild/protobuf";
import { type AnyHandler, RpcError, type ServiceBinding } from "@ghaf/api/rpc";
import {
  type handleBidiStreamingCall,
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Metadata,
  type StatusObject,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import type { ServerSurfaceCall } from "@grpc/grpc-js/build/src/server-call.js";
import { toStatus } from "../wire/grpc-status.ts";
import { GrpcCallContext } from "./call-context.ts";
import type { Callers } from "./callers.ts";

export interface HandlerEnvironment {
  readonly callers: Callers;
  readonly toRpcError: (error: unknown) => RpcError;
}

/** The function grpc-js calls for `method`; a method without handler answers Unimplemented. */
export function implementation(
  method: DescMethod,
  binding: ServiceBinding,
  environment: HandlerEnvironment,
): UntypedHandleCall {
  const handler = binding.handlers.get(method.localName) ?? refuse(binding);
  const served: Served = { method, handler, environment };
  switch (method.methodKind) {
    case "unary":
      return unary(served);
    case "client_streaming":
      return clientStreaming(served);
    case "server_streaming":
      return serverStreaming(served);
    case "bidi_streaming":
      return bidiStreaming(served);
  }
}

interface Served {
  readonly method: DescMethod;
  readonly handler: AnyHandler;
  readonly environment: HandlerEnvironment;
}

function refuse(binding: ServiceBinding): AnyHandler {
  return (_request, context) => {
    throw new RpcError(
      "unimplemented",
      `${context.method}: ${binding.unimplemented}`,
    );
  };
}

function contextOf(served: Served, call: ServerSurfaceCall): GrpcCallContext {
  const peer = served.environment.callers.read(call);
  return new GrpcCallContext(served.method, call, peer);
}

function unary(served: Served): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    answer(served, call, call.request).then(
      ({ reply, context }) => callback(null, reply, context.trailers),
      (status: StatusObject) => callback(status),
    );
  };
}

function clientStreaming(
  served: Served,
): handleClientStreamingCall<unknown, unknown> {
  return (call, callback) => {
    call.on("error", () => undefined);
    answer(served, call, requestsOf(call)).then(
      ({ reply, context }) => callback(null, reply, context.trailers),
      (status: StatusObject) => callback(status),
    );
  };
}

/** Rejects with the status to send. */
async function answer(
  served: Served,
  call: ServerSurfaceCall,
  request: unknown,
): Promise<{ reply: unknown; context: GrpcCallContext }> {
  let context: GrpcCallContext | undefined;
  try {
    context = contextOf(served, call);
    return { reply: await served.handler(request, context), context };
  } catch (error) {
    throw statusOf(served, context, error);
  }
}

function serverStreaming(
  served: Served,
): handleServerStreamingCall<unknown, unknown> {
  return (call) => {
    void stream(served, call, call.request);
  };
}

function bidiStreaming(
  served: Served,
): handleBidiStreamingCall<unknown, unknown> {
  return (call) => {
    void stream(served, call, requestsOf(call));
  };
}

/** Reading to the end must not destroy the half that answers. */
function requestsOf(call: Readable): AsyncIterable<unknown> {
  return call.iterator({ destroyOnReturn: false });
}

type ReplyStream = Pick<Writable, "write" | "destroyed" | "once" | "off"> &
  ServerSurfaceCall & { end(trailers: Metadata): void };

/** Never rejects: the error becomes the status of the stream. */
async function stream(
  served: Served,
  call: ReplyStream,
  request: unknown,
): Promise<void> {
  let context: GrpcCallContext | undefined;
  call.on("error", () => undefined);
  try {
    context = contextOf(served, call);
    const replies = served.handler(request, context) as AsyncIterable<Message>;
    for await (const reply of replies) {
      if (call.cancelled || call.destroyed) return;
      if (!call.write(reply)) await drained(call);
    }
    call.end(context.trailers);
  } catch (error) {
    call.emit("error", statusOf(served, context, error));
  }
}

function statusOf(
  served: Served,
  context: GrpcCallContext | undefined,
  error: unknown,
): Error & StatusObject {
  const failure =
    error instanceof RpcError ? error : served.environment.toRpcError(error);
  const trailers = context?.trailers ?? new Metadata();
  return Object.assign(new Error(failure.message), toStatus(failure, trailers));
}

/** Resolves when the peer has taken what was written, or is gone. */
function drained(call: ReplyStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      call.off("drain", done);
      call.off("cancelled", done);
      call.off("close", done);
      resolve();
    };
    call.once("drain", done);
    call.once("cancelled", done);
    call.once("close", done);
  });
}
