/**
 * The calling half of the RPC seam: what a client needs from whatever carries
 * its calls. Adapters: gRPC in packages/transport, in-memory beside it.
 */

import type {
  DescMessage,
  DescMethodBiDiStreaming,
  DescMethodClientStreaming,
  DescMethodServerStreaming,
  DescMethodUnary,
  MessageInitShape,
  MessageShape,
} from "@bufbuild/protobuf";

export interface CallOptions {
  /** Milliseconds until the call fails with deadline-exceeded; 0 means never. Default: 5,000 for unary, never for streams. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Text metadata of the request. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Told once, when the call has ended well, with the text trailers. */
  readonly onTrailers?: (trailers: ReadonlyMap<string, string>) => void;
}

/** Carries calls to one peer. Every failure is an RpcError. */
export interface RpcTransport {
  unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options?: CallOptions,
  ): Promise<MessageShape<O>>;
  serverStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options?: CallOptions,
  ): AsyncIterable<MessageShape<O>>;
  clientStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodClientStreaming<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options?: CallOptions,
  ): Promise<MessageShape<O>>;
  bidiStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options?: CallOptions,
  ): AsyncIterable<MessageShape<O>>;
  /** Ends the connection; calls under way fail with cancelled. */
  close(): void;
}

/** Unary calls without a deadline of their own end after this many milliseconds. */
export const DEFAULT_UNARY_TIMEOUT_MS = 5_000;
