/** How a certificate is shown by `ghaf pki show`. */

import type { CertificateFacts } from "@ghaf/supply-chain/pki";
import type { Tone } from "../output/colour.ts";
import type { Face } from "../output/render.ts";

export interface ShownCertificate {
  readonly facts: CertificateFacts;
  readonly state: CertificateState;
}

type CertificateState = "valid" | "expired" | "not yet valid";

export function certificateState(
  facts: CertificateFacts,
  now: Date,
): CertificateState {
  if (now < facts.notBefore) return "not yet valid";
  return now > facts.notAfter ? "expired" : "valid";
}

const oneLine = (names: readonly string[]) => names.join(", ");

export const CERTIFICATE_FACE: Face<ShownCertificate> = {
  columns: [
    { title: "SUBJECT", text: ({ facts }) => attributes(facts.subject) },
    { title: "ISSUER", text: ({ facts }) => attributes(facts.issuer) },
    {
      title: "ROLE",
      text: ({ facts }) => (facts.isAuthority ? "authority" : "leaf"),
    },
    { title: "NAMES", text: ({ facts }) => oneLine(facts.dnsNames) },
    { title: "ADDRESSES", text: ({ facts }) => oneLine(facts.ipAddresses) },
    {
      title: "STATE",
      text: ({ state }) => state,
      tone: ({ state }): Tone => (state === "valid" ? "good" : "bad"),
    },
    { title: "UNTIL", text: ({ facts }) => facts.notAfter.toISOString() },
    {
      title: "SINCE",
      text: ({ facts }) => facts.notBefore.toISOString(),
      wide: true,
    },
    { title: "KEY", text: ({ facts }) => facts.keyType, wide: true },
    { title: "SERIAL", text: ({ facts }) => facts.serialNumber, wide: true },
    {
      title: "SHA-256",
      text: ({ facts }) => facts.fingerprint256,
      wide: true,
    },
    {
      title: "OTHER NAMES",
      text: ({ facts }) => oneLine(facts.otherNames),
      wide: true,
    },
  ],
  name: ({ facts }) => facts.dnsNames[0] ?? attributes(facts.subject),
  record: ({ facts, state }) => ({
    subject: attributes(facts.subject),
    issuer: attributes(facts.issuer),
    authority: facts.isAuthority,
    dnsNames: facts.dnsNames,
    ipAddresses: facts.ipAddresses,
    otherNames: facts.otherNames,
    state,
    notBefore: facts.notBefore.toISOString(),
    notAfter: facts.notAfter.toISOString(),
    keyType: facts.keyType,
    serialNumber: facts.serialNumber,
    fingerprint256: facts.fingerprint256,
  }),
};

/** A distinguished name in one line. */
function attributes(name: string): string {
  return name.split("\n").join(", ");
}
