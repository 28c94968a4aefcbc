/** A connection that can be cut, and is made anew at the next call, as a gRPC channel's is. */

import type { RpcTransport } from "@ghaf/api/rpc";

export class Cable {
  readonly #connect: () => RpcTransport;
  #live: RpcTransport | undefined;

  constructor(connect: () => RpcTransport) {
    this.#connect = connect;
  }

  /** What calls go over. */
  readonly transport: RpcTransport = {
    unary: (...call) => this.#now().unary(...call),
    serverStream: (...call) => this.#now().serverStream(...call),
    clientStream: (...call) => this.#now().clientStream(...call),
    bidiStream: (...call) => this.#now().bidiStream(...call),
    close: () => this.cut(),
  };

  /** Ends every call that is under way. */
  cut(): void {
    this.#live?.close();
    this.#live = undefined;
  }

  #now(): RpcTransport {
    this.#live ??= this.#connect();
    return this.#live;
  }
}
