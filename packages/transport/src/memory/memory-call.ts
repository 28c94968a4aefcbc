/** One call of the in-memory transport: its context, and its end by signal, deadline or closing. */

import type { DescMethod } from "@bufbuild/protobuf";
import {
  type CallContext,
  type CallOptions,
  type Peer,
  RpcError,
} from "@ghaf/api/rpc";
import { pipe } from "./pipe.ts";

export interface MemoryCall extends CallContext {
  /** The work, or the error of the call's early end. */
  race<T>(work: () => Promise<T>): Promise<T>;
  /** The values until the call ends early, which throws. */
  whileOpen<T>(values: AsyncIterable<T>): AsyncIterable<T>;
  /** Hands the trailers to the caller. */
  succeed(): void;
  /** Releases the timer and tells the handler. */
  end(): void;
}

export interface MemoryCallOptions {
  readonly method: DescMethod;
  readonly options: CallOptions;
  readonly timeoutMs: number;
  readonly peer: Peer;
  readonly closed: AbortSignal;
}

export function openCall(opened: MemoryCallOptions): MemoryCall {
  const { method, options, timeoutMs, peer, closed } = opened;
  const abort = new AbortController();
  const trailers = new Map<string, string>();
  const finish = (error: RpcError) => abort.abort(error);
  const cancel = () => finish(new RpcError("cancelled", "Cancelled"));
  const timer =
    timeoutMs === 0 ? undefined : setTimeout(() => finish(late()), timeoutMs);
  for (const signal of [options.signal, closed]) {
    if (signal?.aborted) cancel();
    signal?.addEventListener("abort", cancel, { once: true });
  }
  const ended = new Promise<never>((_, reject) => {
    const fail = () => reject(abort.signal.reason);
    if (abort.signal.aborted) fail();
    abort.signal.addEventListener("abort", fail, { once: true });
  });
  ended.catch(() => undefined);
  return {
    peer,
    service: method.parent.typeName,
    method: method.name,
    signal: abort.signal,
    deadline: timeoutMs === 0 ? undefined : Date.now() + timeoutMs,
    metadata: new Map(Object.entries(options.metadata ?? {})),
    setTrailer: (key, value) => void trailers.set(key, value),
    race: (work) => Promise.race([work(), ended]),
    whileOpen: (values) => pipe(values, ended),
    succeed: () => options.onTrailers?.(trailers),
    end: () => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", cancel);
      closed.removeEventListener("abort", cancel);
      cancel();
    },
  };
}

function late(): RpcError {
  return new RpcError("deadline-exceeded", "Deadline exceeded");
}
