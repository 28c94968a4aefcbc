/**
 * Calls to services of the same process, with no socket between. Messages go
 * through their encoding, errors through the program's mapping, so a handler
 * cannot tell the difference; the caller's identity is what the test says.
 */

import { setMaxListeners } from "node:events";
import {
  create,
  type DescMessage,
  type DescMethod,
  type DescMethodBiDiStreaming,
  type DescMethodClientStreaming,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  fromBinary,
  isMessage,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from "@bufbuild/protobuf";
import {
  type AnyHandler,
  type CallOptions,
  DEFAULT_UNARY_TIMEOUT_MS,
  type Peer,
  RpcError,
  type RpcTransport,
  type ServiceBinding,
} from "@ghaf/api/rpc";
import { type MemoryCall, openCall } from "./memory-call.ts";

export interface InMemoryOptions {
  readonly services: readonly ServiceBinding[];
  /** Who the services think is calling. */
  readonly peer: Peer;
  readonly toRpcError: (error: unknown) => RpcError;
}

/** A transport whose peer is `services`. */
export function inMemoryTransport(options: InMemoryOptions): RpcTransport {
  return new InMemoryTransport(options);
}

class InMemoryTransport implements RpcTransport {
  readonly #options: InMemoryOptions;
  readonly #closed = new AbortController();

  constructor(options: InMemoryOptions) {
    this.#options = options;
    // Every call under way listens; that many are no leak.
    setMaxListeners(0, this.#closed.signal);
  }

  async unary<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const call = this.#open(method, options, DEFAULT_UNARY_TIMEOUT_MS);
    const input = copy(method.input, request);
    return this.#one(method, call, () => this.#handler(method)(input, call));
  }

  async clientStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodClientStreaming<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options: CallOptions = {},
  ): Promise<MessageShape<O>> {
    const call = this.#open(method, options, 0);
    const inputs = copies(method.input, call.whileOpen(requests));
    return this.#one(method, call, () => this.#handler(method)(inputs, call));
  }

  serverStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodServerStreaming<I, O>,
    request: MessageInitShape<I>,
    options: CallOptions = {},
  ): AsyncIterable<MessageShape<O>> {
    const call = this.#open(method, options, 0);
    const input = copy(method.input, request);
    return this.#many(method, call, () => this.#handler(method)(input, call));
  }

  bidiStream<I extends DescMessage, O extends DescMessage>(
    method: DescMethodBiDiStreaming<I, O>,
    requests: AsyncIterable<MessageInitShape<I>>,
    options: CallOptions = {},
  ): AsyncIterable<MessageShape<O>> {
    const call = this.#open(method, options, 0);
    const inputs = copies(method.input, call.whileOpen(requests));
    return this.#many(method, call, () => this.#handler(method)(inputs, call));
  }

  close(): void {
    this.#closed.abort();
  }

  async #one<O extends DescMessage>(
    method: DescMethod & { output: O },
    call: MemoryCall,
    run: () => unknown,
  ): Promise<MessageShape<O>> {
    try {
      const reply = await call.race(async () => run());
      const output = copy(method.output, reply);
      call.succeed();
      return output;
    } catch (error) {
      throw this.#failure(error);
    } finally {
      call.end();
    }
  }

  async *#many<O extends DescMessage>(
    method: DescMethod & { output: O },
    call: MemoryCall,
    run: () => unknown,
  ): AsyncGenerator<MessageShape<O>, void, void> {
    try {
      const replies = run() as AsyncIterable<unknown>;
      for await (const reply of call.whileOpen(replies)) {
        yield copy(method.output, reply);
      }
      call.succeed();
    } catch (error) {
      throw this.#failure(error);
    } finally {
      call.end();
    }
  }

  #open(
    method: DescMethod,
    options: CallOptions,
    fallbackMs: number,
  ): MemoryCall {
    return openCall({
      method,
      options,
      timeoutMs: options.timeoutMs ?? fallbackMs,
      peer: this.#options.peer,
      closed: this.#closed.signal,
    });
  }

  #handler(method: DescMethod): AnyHandler {
    const binding = this.#options.services.find(
      (one) => one.service.typeName === method.parent.typeName,
    );
    const handler = binding?.handlers.get(method.localName);
    if (handler !== undefined) return handler;
    const reason = binding?.unimplemented ?? "this service is not served";
    throw new RpcError("unimplemented", `${method.name}: ${reason}`);
  }

  #failure(error: unknown): RpcError {
    return error instanceof RpcError ? error : this.#options.toRpcError(error);
  }
}

function copy<D extends DescMessage>(desc: D, value: unknown): MessageShape<D> {
  const message = isMessage(value, desc)
    ? value
    : create(desc, value as MessageInitShape<D>);
  return fromBinary(desc, toBinary(desc, message as MessageShape<D>));
}

async function* copies(desc: DescMessage, values: AsyncIterable<unknown>) {
  for await (const value of values) yield copy(desc, value);
}
