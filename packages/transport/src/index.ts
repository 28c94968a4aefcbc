/** Endpoints, mutual TLS and gRPC: how a program listens, dials, and knows who is calling. */

export { type DialOptions, type DialTarget, dial } from "./dial/dial.ts";
export { type ChannelPool, createPool } from "./dial/pool.ts";
export { TransportError, type TransportErrorCode } from "./errors.ts";
export type { Inheritance, InheritedSocket } from "./listen/listen.ts";
export { type InMemoryOptions, inMemoryTransport } from "./memory/in-memory.ts";
export { type RunningServer, type ServeOptions, serve } from "./serve/serve.ts";
export {
  loadTlsIdentity,
  type TlsFiles,
  type TlsIdentity,
  type TlsMaterial,
  type TlsOptions,
  type TlsVersion,
} from "./tls/identity.ts";
