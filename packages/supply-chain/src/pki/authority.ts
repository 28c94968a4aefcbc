/**
 * Certificate authorities: making one, and reading one back to sign with it.
 * Extensions as the reference's generator writes them (control-plane
 * specification 5.1).
 */

import "reflect-metadata";
import { type KeyObject, randomBytes, type X509Certificate } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { parseCertificate } from "./certificate.ts";
import { PkiError } from "./error.ts";
import {
  generateKey,
  type KeyType,
  keyPem,
  keyTypeOf,
  publicKeyDer,
  readKey,
  signingKey,
} from "./keys.ts";
import { parseAuthorityName } from "./names.ts";
import { AUTHORITY_DAYS, validFor } from "./validity.ts";

/** A private key and the certificate for it, as PEM text. */
export interface Credential {
  /** PKCS#8 as we write it; SEC1 is read too. Secret. */
  readonly key: string;
  readonly certificate: string;
}

export interface AuthorityOptions {
  /** Common name, for people; not checked by anybody. */
  readonly name: string;
  readonly now: Date;
  /** Default `p256`. */
  readonly keyType?: KeyType;
  /** Default 3650. */
  readonly days?: number;
}

/** Makes a self-signed authority that may sign leaves and one level of intermediates. @throws PkiError */
export async function createAuthority(
  options: AuthorityOptions,
): Promise<Credential> {
  const name = parseAuthorityName(options.name);
  const validity = validFor(options.days ?? AUTHORITY_DAYS, options.now);
  const key = generateKey(options.keyType ?? "p256");
  const publicKey = new PublicKey(publicKeyDer(key));
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [name] }],
    issuer: [{ CN: [name] }],
    ...validity,
    publicKey,
    signingKey: await signingKey(key),
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(
        KeyUsageFlags.digitalSignature |
          KeyUsageFlags.cRLSign |
          KeyUsageFlags.keyCertSign,
        true,
      ),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(publicKey),
    ],
  });
  return { key: keyPem(key), certificate: pem(certificate) };
}

/** An authority that has been read and found able to sign. */
export interface Authority {
  readonly key: KeyObject;
  readonly keyType: KeyType;
  readonly certificate: X509Certificate;
}

/**
 * Reads an authority, also one made by other tools.
 * @throws PkiError when it is none, or when key and certificate do not belong together
 */
export function readAuthority(untrusted: Credential): Authority {
  const key = readKey(untrusted.key, "authority.key");
  const keyType = keyTypeOf(key, "authority.key");
  const field = "authority.certificate";
  const certificate = parseCertificate(untrusted.certificate, field);
  if (!certificate.ca) {
    throw new PkiError(
      "not-an-authority",
      field,
      "may not sign others (CA:false)",
    );
  }
  if (!certificate.checkPrivateKey(key)) {
    throw new PkiError(
      "key-mismatch",
      "authority.key",
      "does not belong to the authority's certificate",
    );
  }
  return { key, keyType, certificate };
}

/** 128 random bits in hex; unpredictable and, in practice, never used twice (RFC 5280 4.1.2.2). */
export function serialNumber(): string {
  return randomBytes(16).toString("hex");
}

/** PEM with the final newline that makes files of it concatenable. */
export function pem(certificate: { toString(format: "pem"): string }): string {
  return `${certificate.toString("pem")}\n`;
}
