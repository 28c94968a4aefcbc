/** grpc-js's streams as async iterables, with backpressure both ways. */

import type { ClientReadableStream, ClientWritableStream } from "@grpc/grpc-js";
import { toRpcError } from "../wire/grpc-status.ts";

/**
 * The replies of a stream that is already under way. Leaving the loop cancels it.
 * @param ended called once, when no more replies will come
 */
export function replies<T>(
  call: ClientReadableStream<unknown>,
  ended: () => void,
): AsyncIterable<T> {
  // A failure before anybody reads must not be an unhandled error event.
  call.on("error", () => undefined);
  return iterate<T>(call, ended);
}

async function* iterate<T>(
  call: ClientReadableStream<unknown>,
  ended: () => void,
): AsyncGenerator<T, void, void> {
  try {
    for await (const reply of call) yield reply as T;
  } catch (error) {
    throw toRpcError(error);
  } finally {
    call.cancel();
    ended();
  }
}

/** The replies of a call that cannot be made. */
export function failing(error: Error): AsyncIterable<never> {
  return {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
  };
}

/** Writes every request, then half-closes. Rejects when `requests` throws. */
export async function pump(
  requests: AsyncIterable<unknown>,
  call: ClientWritableStream<unknown>,
): Promise<void> {
  for await (const request of requests) {
    if (call.destroyed) return;
    if (!call.write(request)) await drained(call);
  }
  call.end();
}

function drained(call: ClientWritableStream<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ["drain", "close", "error"]) call.off(event, done);
      resolve();
    };
    for (const event of ["drain", "close", "error"]) call.once(event, done);
  });
}
