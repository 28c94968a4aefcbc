/** The facts of a peer's certificate that identity rests on: its subject alternative names. */

import { normalizeIp } from "@ghaf/api";
import type { PeerCertificate } from "@ghaf/api/rpc";

/** One `KIND:value` of Node's text form; values with odd characters are JSON strings. */
const ENTRY = /([A-Za-z0-9 ]+):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/gy;

/**
 * Reads Node's `subjectaltname` text (tls.TLSSocket.getPeerCertificate).
 * Names that need quoting there hold characters no host name has; they are
 * skipped, never trimmed to something that looks like a name.
 */
export function readAlternativeNames(
  text: string,
): Pick<PeerCertificate, "dnsNames" | "ipAddresses"> {
  const dnsNames: string[] = [];
  const ipAddresses: string[] = [];
  for (const [, kind, value = ""] of text.matchAll(ENTRY)) {
    if (value.startsWith('"')) continue;
    if (kind === "DNS") dnsNames.push(value);
    if (kind === "IP Address") ipAddresses.push(normalizeIp(value));
  }
  return { dnsNames, ipAddresses };
}
