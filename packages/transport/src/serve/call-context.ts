/** A grpc-js call as the CallContext of the RPC seam. */

import type { DescMethod } from "@bufbuild/protobuf";
import type { CallContext, Peer } from "@ghaf/api/rpc";
import { Metadata } from "@grpc/grpc-js";
import type { ServerSurfaceCall } from "@grpc/grpc-js/build/src/server-call.js";
import { textMetadata } from "../wire/grpc-status.ts";

/** Made for every call, so the parts few handlers ask for are made when asked for. */
export class GrpcCallContext implements CallContext {
  readonly peer: Peer;
  readonly trailers = new Metadata();
  readonly #method: DescMethod;
  readonly #call: ServerSurfaceCall;
  #abort: AbortController | undefined;

  constructor(method: DescMethod, call: ServerSurfaceCall, peer: Peer) {
    this.#method = method;
    this.#call = call;
    this.peer = peer;
  }

  get service(): string {
    return this.#method.parent.typeName;
  }

  get method(): string {
    return this.#method.name;
  }

  get signal(): AbortSignal {
    if (this.#abort === undefined) {
      const abort = new AbortController();
      this.#abort = abort;
      if (this.#call.cancelled) abort.abort();
      this.#call.once("cancelled", () => abort.abort());
    }
    return this.#abort.signal;
  }

  get deadline(): number | undefined {
    const deadline = this.#call.getDeadline();
    const ms = deadline instanceof Date ? deadline.getTime() : deadline;
    return Number.isFinite(ms) ? ms : undefined;
  }

  get metadata(): ReadonlyMap<string, string> {
    return textMetadata(this.#call.metadata);
  }

  setTrailer(key: string, value: string): void {
    this.trailers.set(key, value);
  }
}
