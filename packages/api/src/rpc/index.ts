/** The RPC seam: services and clients as descriptors and functions, with no wire library. */

export { createRpcClient, type RpcClient } from "./client.ts";
export {
  type CallContext,
  callerName,
  type Peer,
  type PeerCertificate,
  type PeerKind,
} from "./context.ts";
export {
  type AnyHandler,
  bindService,
  type Handler,
  type Handlers,
  type ServiceBinding,
} from "./service.ts";
export {
  type DebugDetail,
  debugDetail,
  RpcError,
  type RpcErrorOptions,
  STATUS_CODES,
  type StatusCode,
  statusCode,
  statusNumber,
} from "./status.ts";
export {
  type CallOptions,
  DEFAULT_UNARY_TIMEOUT_MS,
  type RpcTransport,
} from "./transport.ts";
