/** Who is at the other end of a call, and whether its address fits its certificate. */

import type { Peer, PeerCertificate } from "@ghaf/api/rpc";
import { RpcError } from "@ghaf/api/rpc";
import type { ServerSurfaceCall } from "@grpc/grpc-js/build/src/server-call.js";
import { readAlternativeNames } from "../tls/certificate.ts";
import { canonicalIp } from "../tls/ip.ts";

/** Facts are read once per certificate; agents are few, so the bound is generous. */
const KNOWN_CERTIFICATES = 4_096;

/** Reads the callers of one server. */
export class CallerReader {
  readonly #tls: boolean;
  readonly #known = new Map<string, PeerCertificate>();

  constructor(tls: boolean) {
    this.#tls = tls;
  }

  /** @throws RpcError `unauthenticated` or `permission-denied` (specification 1.14) */
  read(call: ServerSurfaceCall): Peer {
    const address = addressOf(call.getPeer());
    const peer: Peer =
      address === undefined ? { kind: "unix" } : { kind: "tcp", address };
    if (!this.#tls) return peer;
    const certificate = this.#certificate(call);
    checkAddress(peer, certificate);
    return { ...peer, certificate };
  }

  #certificate(call: ServerSurfaceCall): PeerCertificate {
    const raw = call.getAuthContext().sslPeerCertificate;
    if (raw === undefined) {
      throw new RpcError("unauthenticated", "No peer certificate");
    }
    const known = this.#known.get(raw.fingerprint256);
    if (known !== undefined) return known;
    const facts = {
      ...readAlternativeNames(raw.subjectaltname ?? ""),
      fingerprint256: raw.fingerprint256,
    };
    if (this.#known.size >= KNOWN_CERTIFICATES) this.#known.clear();
    this.#known.set(raw.fingerprint256, facts);
    return facts;
  }
}

function checkAddress(peer: Peer, certificate: PeerCertificate): void {
  if (peer.kind !== "tcp") return;
  if (peer.address === undefined) {
    throw new RpcError("unauthenticated", "Can't determine peer IP");
  }
  if (!certificate.ipAddresses.includes(peer.address)) {
    throw new RpcError(
      "permission-denied",
      `IP ${peer.address} not in certificate SAN`,
    );
  }
}

/** The address in grpc-js's `address:port`; undefined for sockets without one. */
function addressOf(peer: string): string | undefined {
  const host = /^(.+):\d+$/.exec(peer)?.[1];
  return host === undefined ? undefined : canonicalIp(host);
}
