/**
 * Endpoints as grpc-js targets. Our own resolver carries what a URI cannot: the
 * local address to connect from. On loopback the kernel would choose 127.0.0.1
 * for everybody, and the peer's check of that address would mean nothing.
 */

import { type Endpoint, formatEndpoint } from "@ghaf/api";
import { experimental } from "@grpc/grpc-js";
import { TransportError } from "../errors.ts";

const SCHEME = "ghaf";

/** net.connect takes the whole object, so `localAddress` reaches the kernel. */
type Address =
  | {
      readonly host: string;
      readonly port: number;
      readonly localAddress?: string;
    }
  | { readonly path: string };

/** The target string of an endpoint. @throws TransportError `not-supported` */
export function channelTarget(
  endpoint: Endpoint,
  sourceAddress: string | undefined,
): string {
  const address = JSON.stringify(addressOf(endpoint, sourceAddress));
  return `${SCHEME}:${Buffer.from(address).toString("base64url")}`;
}

/** Tells grpc-js of our scheme; doing so twice changes nothing. */
export function registerChannelTarget(): void {
  experimental.registerResolver(SCHEME, EndpointResolver);
}

function addressOf(
  endpoint: Endpoint,
  sourceAddress: string | undefined,
): Address {
  switch (endpoint.kind) {
    case "tcp": {
      const { host, port } = endpoint;
      return sourceAddress === undefined
        ? { host, port }
        : { host, port, localAddress: sourceAddress };
    }
    case "unix":
      return { path: endpoint.path };
    case "abstract":
      return { path: `\0${endpoint.name}` };
    case "vsock":
      throw new TransportError(
        "not-supported",
        formatEndpoint(endpoint),
        `cannot dial ${formatEndpoint(endpoint)}: forward it to a unix socket (socat UNIX-LISTEN:PATH,fork VSOCK-CONNECT:${endpoint.cid}:${endpoint.port}) and dial that`,
      );
  }
}

class EndpointResolver implements experimental.Resolver {
  readonly #listener: experimental.ResolverListener;
  readonly #path: string;
  #told = false;

  constructor(
    target: experimental.GrpcUri,
    listener: experimental.ResolverListener,
  ) {
    this.#path = target.path;
    this.#listener = listener;
  }

  updateResolution(): void {
    if (this.#told) return;
    this.#told = true;
    const text = Buffer.from(this.#path, "base64url").toString();
    const address = JSON.parse(text) as experimental.SubchannelAddress;
    const endpoints = [{ addresses: [address] }];
    process.nextTick(() => {
      this.#listener(experimental.statusOrFromValue(endpoints), {}, null, "");
    });
  }

  destroy(): void {
    this.#told = false;
  }

  /** Never seen by a peer: the channel sets its own authority. */
  static getDefaultAuthority(): string {
    return "localhost";
  }
}
