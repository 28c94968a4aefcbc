/**
 * What a certificate says, read from PEM text. For showing and for checks before
 * issuing; whether a peer is trusted is decided by TLS, never here.
 */

import "reflect-metadata";
import { type KeyObject, X509Certificate } from "node:crypto";
import {
  X509Certificate as Parsed,
  SubjectAlternativeNameExtension,
} from "@peculiar/x509";
import { PkiError } from "./error.ts";

export interface CertificateFacts {
  /** Distinguished names, one attribute per line as `CN=...`. */
  readonly subject: string;
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  /** Entries of other kinds, as `kind:value`. */
  readonly otherNames: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Upper-case hex. */
  readonly serialNumber: string;
  /** `prime256v1`, `ed25519`, ... as node:crypto names it. */
  readonly keyType: string;
  readonly isAuthority: boolean;
  /** SHA-256 of the DER form, upper-case hex with colons. */
  readonly fingerprint256: string;
}

/** Reads the first certificate of a PEM text. @throws PkiError `invalid-certificate` */
export function readCertificate(
  untrustedPem: string,
  field = "certificate",
): CertificateFacts {
  const certificate = parseCertificate(untrustedPem, field);
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    ...alternativeNames(certificate, field),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    serialNumber: certificate.serialNumber,
    keyType: keyName(certificate.publicKey),
    isAuthority: certificate.ca,
    fingerprint256: certificate.fingerprint256,
  };
}

/** @throws PkiError `invalid-certificate` */
export function parseCertificate(
  untrustedPem: string,
  field: string,
): X509Certificate {
  if (!untrustedPem.includes("-----BEGIN CERTIFICATE-----")) {
    throw invalid(field, "holds no PEM certificate");
  }
  try {
    return new X509Certificate(untrustedPem);
  } catch (cause) {
    throw invalid(field, "is no readable certificate", cause);
  }
}

type Names = Pick<CertificateFacts, "dnsNames" | "ipAddresses" | "otherNames">;

// node:crypto prints the names into one string, where a hostile name can look
// like two; the library gives them one by one.
function alternativeNames(certificate: X509Certificate, field: string): Names {
  try {
    const parsed = new Parsed(certificate.raw);
    const found = parsed.getExtension(SubjectAlternativeNameExtension);
    const names = found?.names.toJSON() ?? [];
    const of = (type: string) =>
      names.filter((name) => name.type === type).map((name) => name.value);
    const others = names.filter(({ type }) => type !== "dns" && type !== "ip");
    return {
      dnsNames: of("dns"),
      ipAddresses: of("ip"),
      otherNames: others.map((name) => `${name.type}:${name.value}`),
    };
  } catch (cause) {
    throw invalid(field, "has alternative names that cannot be read", cause);
  }
}

function keyName(key: KeyObject): string {
  return (
    key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? "unknown"
  );
}

function invalid(field: string, reason: string, cause?: unknown): PkiError {
  return new PkiError("invalid-certificate", field, reason, { cause });
}
