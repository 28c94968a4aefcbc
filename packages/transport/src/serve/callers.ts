/**
 * Who is at the other end of a call, and whether its address fits its
 * certificate. Both are facts of the connection, so they are read once, when it
 * has been secured; a call finds them by the one thing grpc-js tells of its
 * connection, the remote address and port.
 */

import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { normalizeIp } from "@ghaf/api";
import { type Peer, type PeerCertificate, RpcError } from "@ghaf/api/rpc";
import type { ServerSurfaceCall } from "@grpc/grpc-js/build/src/server-call.js";
import { readAlternativeNames } from "../tls/certificate.ts";

/** The open connections of one server. */
export class Callers {
  readonly #tls: boolean;
  /** By remote `address:port`. Two listeners can have a connection each from one of them. */
  readonly #byRemote = new Map<string, readonly Peer[]>();

  constructor(tls: boolean) {
    this.#tls = tls;
  }

  /**
   * Remembers a connection until it closes. False for one that is not to be let
   * in: over tcp and reset by its peer already, so that nothing tells where it
   * came from any more, although what it sent can still be read.
   */
  admit(connection: Duplex): boolean {
    const remote = remoteOf(connection);
    if (remote === undefined) return !isTcp(connection);
    const peer = this.#peerOf(connection, remote.address);
    const { key } = remote;
    this.#byRemote.set(key, [...(this.#byRemote.get(key) ?? []), peer]);
    connection.once("close", () => this.#forget(key, peer));
    return true;
  }

  /** @throws RpcError `unauthenticated` or `permission-denied` (specification 1.14) */
  read(call: ServerSurfaceCall): Peer {
    const known = this.#byRemote.get(call.getPeer());
    const [only] = known?.length === 1 ? known : [];
    const peer = only ?? this.#readSlowly(call);
    if (this.#tls) checkCaller(peer);
    return peer;
  }

  /** For what has no address, or shares it: the certificate is read for this call. */
  #readSlowly(call: ServerSurfaceCall): Peer {
    const raw = call.getAuthContext().sslPeerCertificate;
    const address = /^(.+):\d+$/.exec(call.getPeer())?.[1];
    const place: Peer =
      address === undefined
        ? { kind: "unix" }
        : { kind: "tcp", address: normalizeIp(address) };
    if (!this.#tls || raw === undefined) return place;
    return { ...place, certificate: certificateOf(raw) };
  }

  #peerOf(connection: Duplex, address: string): Peer {
    const place: Peer = { kind: "tcp", address: normalizeIp(address) };
    if (!this.#tls || !(connection instanceof TLSSocket)) return place;
    const raw = connection.getPeerCertificate();
    return { ...place, certificate: certificateOf(raw) };
  }

  #forget(key: string, peer: Peer): void {
    const left = this.#byRemote.get(key)?.filter((one) => one !== peer) ?? [];
    if (left.length > 0) this.#byRemote.set(key, left);
    else this.#byRemote.delete(key);
  }
}

type RawCertificate = Pick<
  ReturnType<TLSSocket["getPeerCertificate"]>,
  "subjectaltname" | "fingerprint256"
>;

function certificateOf(raw: RawCertificate): PeerCertificate {
  return {
    ...readAlternativeNames(raw.subjectaltname ?? ""),
    fingerprint256: raw.fingerprint256,
  };
}

function checkCaller({ kind, address, certificate }: Peer): void {
  if (certificate === undefined) {
    throw new RpcError("unauthenticated", "No peer certificate");
  }
  if (kind !== "tcp") return;
  if (address === undefined) {
    throw new RpcError("unauthenticated", "Can't determine peer IP");
  }
  if (!certificate.ipAddresses.includes(address)) {
    throw new RpcError(
      "permission-denied",
      `IP ${address} not in certificate SAN`,
    );
  }
}

/** Only tcp has a local address, and unlike the remote one it outlasts a reset. */
function isTcp(connection: Duplex): boolean {
  return (connection as Partial<TLSSocket>).localAddress !== undefined;
}

/** The text by which grpc-js names a connection's other end. */
function remoteOf(connection: Duplex) {
  const { remoteAddress, remotePort } = connection as Partial<TLSSocket>;
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return { address: remoteAddress, key: `${remoteAddress}:${remotePort}` };
}
