/** The calling half of the RPC seam over a grpc-js client. */

import type {
  DescMessage,
  DescMethod,
  DescMethodBiDiStreaming,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";
import {
  type CallOptions,
  DEFAULT_UNARY_TIMEOUT_MS,
  RpcError,
  type RpcTransport,
} from "@ghaf/api/rpc";
import type {
  Client,
  Metadata,
  CallOptions as WireOptions,
} from "@grpc/grpc-js";
import { grpcMetadata, textMetadata, toRpcError } from "../wire/grpc-status.ts";
import { methodDefinition } from "../wire/method.ts";
import { failing, pump, replies } from "./streams.ts";

type Definition = ReturnType<typeof methodDefinition>;

/** Replaces its client when the certificates change; calls under way go on. */
export class GrpcTransport implements RpcTransport {
  readonly #connect: () => Client;
  readonly #unfollow: (() => void) | undefined;
  readonly #definitions = new Map<DescMethod, Definition>();
  readonly #underWay = new Set<LinkedCall>();
  #client: Client;
  #isClosed = false;

  constructor(
    connect: () => Client,
    follow: (listener: () => void) => (() => void) | undefined,
  ) {
    this.#connect = connect;
    this.#client = connect();
    this.#unfollow = follow(() => {
      const old = this.#client;
      this.#client = this.#connect();
      old.close();
    });
  }

  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const { path, requestSerialize, responseDeserialize } =
      this.#definition(method);
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed());
      const call = this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        grpcMetadata(options.metadata),
        wireOptions(options, DEFAULT_UNARY_TIMEOUT_MS),
        (error, reply) => {
          unlink();
          if (error) reject(toRpcError(error));
          else resolve(reply as MessageShape<O>);
        },
      );
      const unlink = this.#link(call, options);
    });
  }

  serverStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions = {},
  ): AsyncIterable<MessageShape<O>> {
    if (this.#isClosed) return failing(closed());
    const { path, requestSerialize, responseDeserialize } =
      this.#definition(method);
    const call = this.#client.makeServerStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      grpcMetadata(options.metadata),
      wireOptions(options, 0),
    );
    return replies<MessageShape<O>>(call, this.#link(call, options));
  }

  clientStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodClientStreaming<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const { path, requestSerialize, responseDeserialize } =
      this.#definition(method);
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed());
      const call = this.#client.makeClientStreamRequest(
        path,
        requestSerialize,
        responseDeserialize,
        grpcMetadata(options.metadata),
        wireOptions(options, 0),
        (error, reply) => {
          unlink();
          if (error) reject(toRpcError(error));
          else resolve(reply as MessageShape<O>);
        },
      );
      const unlink = this.#link(call, options);
      pump(requests, call).catch((error: unknown) => {
        call.cancel();
        reject(toRpcError(error));
      });
    });
  }

  bidiStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options: CallOptions = {},
  ): AsyncIterable<MessageShape<O>> {
    if (this.#isClosed) return failing(closed());
    const { path, requestSerialize, responseDeserialize } =
      this.#definition(method);
    const call = this.#client.makeBidiStreamRequest(
      path,
      requestSerialize,
      responseDeserialize,
      grpcMetadata(options.metadata),
      wireOptions(options, 0),
    );
    const answers = replies<MessageShape<O>>(call, this.#link(call, options));
    pump(requests, call).catch((error: unknown) => {
      call.destroy(toRpcError(error));
    });
    return answers;
  }

  close(): void {
    this.#isClosed = true;
    this.#unfollow?.();
    for (const call of this.#underWay) call.cancel();
    this.#client.close();
  }

  /** Ties a call also to `close`. Returns what unties it. */
  #link(call: LinkedCall, options: CallOptions): () => void {
    const unlink = linkCall(call, options);
    this.#underWay.add(call);
    return () => {
      this.#underWay.delete(call);
      unlink();
    };
  }

  #definition(method: DescMethod): Definition {
    const known = this.#definitions.get(method);
    if (known !== undefined) return known;
    const made = methodDefinition(method);
    this.#definitions.set(method, made);
    return made;
  }
}

function closed(): RpcError {
  return new RpcError("cancelled", "the connection was closed");
}

function wireOptions(options: CallOptions, fallbackMs: number): WireOptions {
  const ms = options.timeoutMs ?? fallbackMs;
  return ms === 0 ? {} : { deadline: Date.now() + ms };
}

interface LinkedCall {
  cancel(): void;
  on(event: "status", listener: (status: CallEnd) => void): unknown;
}

interface CallEnd {
  readonly code: number;
  readonly metadata: Metadata;
}

/** Ties a call to its caller's signal and trailers listener. Returns what unties it. */
function linkCall(call: LinkedCall, options: CallOptions): () => void {
  const { signal, onTrailers } = options;
  if (onTrailers !== undefined) {
    call.on("status", ({ code, metadata }) => {
      if (code === 0) onTrailers(textMetadata(metadata));
    });
  }
  if (signal === undefined) return () => undefined;
  const cancel = () => call.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener("abort", cancel, { once: true });
  return () => signal.removeEventListener("abort", cancel);
}
