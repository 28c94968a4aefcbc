/**
 * What a handler knows of a call beside its message: who is calling, until when
 * the answer is wanted, and the metadata in both directions.
 */

/** Facts of the caller's certificate, verified against the authority. */
export interface PeerCertificate {
  /** DNS names of the SAN in their order; the first is the caller's identity. */
  readonly dnsNames: readonly string[];
  /** IP addresses of the SAN, normalized (no IPv4-mapped IPv6). */
  readonly ipAddresses: readonly string[];
  /** SHA-256 of the DER form, upper-case hex with colons. */
  readonly fingerprint256: string;
}

export type PeerKind = "tcp" | "unix" | "inherited" | "stdio" | "memory";

/** The other end of a connection. */
export interface Peer {
  readonly kind: PeerKind;
  /** Normalized IP address; set for tcp only. */
  readonly address?: string;
  /** Absent without TLS. */
  readonly certificate?: PeerCertificate;
}

/** The caller's identity: the first DNS name of its certificate; undefined without TLS. */
export function callerName(peer: Peer): string | undefined {
  return peer.certificate?.dnsNames[0];
}

export interface CallContext {
  readonly peer: Peer;
  /** `package.Service` and `Method` of the call. */
  readonly service: string;
  readonly method: string;
  /** Aborted when the caller cancels, its deadline passes, or the connection ends. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch; undefined when the caller set none. */
  readonly deadline: number | undefined;
  /** Text metadata of the request, keys in lower case; binary entries are left out. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Adds an entry to the trailers that end the call. */
  setTrailer(key: string, value: string): void;
}
