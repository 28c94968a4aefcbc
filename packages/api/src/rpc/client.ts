/** A service descriptor turned into an object with one typed function per method. */

import type {
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  DescService,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import type { CallOptions, RpcTransport } from "./transport.ts";

type Request<M extends DescMethod> = MessageInitShape<M["input"]>;
type Reply<M extends DescMethod> = MessageShape<M["output"]>;

type Call<M extends DescMethod> = M extends DescMethodUnary
  ? (request: Request<M>, options?: CallOptions) => Promise<Reply<M>>
  : M extends DescMethodServerStreaming
    ? (request: Request<M>, options?: CallOptions) => AsyncIterable<Reply<M>>
    : M extends DescMethodClientStreaming
      ? (
          requests: AsyncIterable<Request<M>>,
          options?: CallOptions,
        ) => Promise<Reply<M>>
      : M extends DescMethodBiDiStreaming
        ? (
            requests: AsyncIterable<Request<M>>,
            options?: CallOptions,
          ) => AsyncIterable<Reply<M>>
        : never;

/** One function per method of the service, by its lower-camel-case name. */
export type RpcClient<S extends DescService> = {
  readonly [K in keyof S["method"]]: S["method"][K] extends DescMethod
    ? Call<S["method"][K]>
    : never;
};

/** Makes the client of `service` over `transport`. Opens no connection. */
export function createRpcClient<S extends DescService>(
  service: S,
  transport: RpcTransport,
): RpcClient<S> {
  const calls = service.methods.map(
    (method) => [method.localName, callOf(method, transport)] as const,
  );
  // The loop above makes exactly the functions that the type names.
  return Object.fromEntries(calls) as RpcClient<S>;
}

function callOf(method: DescMethod, transport: RpcTransport): unknown {
  switch (method.methodKind) {
    case "unary": {
      const unary = method as DescMethodUnary;
      return (request: never, options?: CallOptions) =>
        transport.unary(unary, request, options);
    }
    case "server_streaming": {
      const stream = method as DescMethodServerStreaming;
      return (request: never, options?: CallOptions) =>
        transport.serverStream(stream, request, options);
    }
    case "client_streaming": {
      const stream = method as DescMethodClientStreaming;
      return (requests: AsyncIterable<never>, options?: CallOptions) =>
        transport.clientStream(stream, requests, options);
    }
    case "bidi_streaming": {
      const stream = method as DescMethodBiDiStreaming;
      return (requests: AsyncIterable<never>, options?: CallOptions) =>
        transport.bidiStream(stream, requests, options);
    }
  }
}
