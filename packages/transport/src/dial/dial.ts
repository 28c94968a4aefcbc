/** Calls to one peer over one gRPC channel: connected at the first call, and again after a loss. */

import type { Endpoint } from "@ghaf/api";
import type { RpcTransport } from "@ghaf/api/rpc";
import { ChannelCredentials, Client, type ClientOptions } from "@grpc/grpc-js";
import type { TlsIdentity } from "../tls/identity.ts";
import { channelTarget, registerChannelTarget } from "./channel-target.ts";
import { GrpcTransport } from "./grpc-transport.ts";

export interface DialTarget {
  readonly endpoint: Endpoint;
  /** TLS server name: the first DNS name of the peer's certificate. */
  readonly serverName: string;
}

export interface DialOptions {
  /** Mutual TLS; absent: plaintext. */
  readonly tls?: TlsIdentity | undefined;
  /** Connect from this address; tcp only. */
  readonly sourceAddress?: string | undefined;
  /** Longer replies fail with resource-exhausted, unread; 64 MiB when absent. */
  readonly maxReplyBytes?: number;
}

/** A query list of five thousand agents is 12 MiB. */
const MAX_REPLY_BYTES = 64 * 1_024 * 1_024;

const CHANNEL_OPTIONS: ClientOptions = {
  "grpc.enable_channelz": 0,
  "grpc.enable_retries": 0,
  "grpc.use_local_subchannel_pool": 1,
  "grpc.keepalive_time_ms": 5_000,
  // An emulated machine whose Node still compiles does not answer for seconds.
  "grpc.keepalive_timeout_ms": 15_000,
  // grpc-go's server ends connections whose client pings without calls.
  "grpc.keepalive_permit_without_calls": 0,
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.min_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1_000,
};

/** Opens no connection yet. @throws TransportError `not-supported` for vsock */
export function dial(target: DialTarget, options: DialOptions): RpcTransport {
  registerChannelTarget();
  const { tls, maxReplyBytes = MAX_REPLY_BYTES } = options;
  const address = channelTarget(target.endpoint, options.sourceAddress);
  const connect = () =>
    new Client(address, credentials(tls), {
      ...CHANNEL_OPTIONS,
      "grpc.max_receive_message_length": maxReplyBytes,
      "grpc.default_authority": target.serverName,
      ...(tls && { "grpc.ssl_target_name_override": target.serverName }),
    });
  return new GrpcTransport(connect, (listener) => tls?.onChange(listener));
}

function credentials(tls: TlsIdentity | undefined): ChannelCredentials {
  return tls === undefined
    ? ChannelCredentials.createInsecure()
    : ChannelCredentials.createFromSecureContext(tls.secureContext());
}
