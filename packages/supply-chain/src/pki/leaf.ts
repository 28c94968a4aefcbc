/**
 * Leaf certificates: one per machine or client, good for both ends of a
 * connection. Extensions as the reference's generator writes them
 * (control-plane specification 5.1).
 */

import "reflect-metadata";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import {
  type Authority,
  type Credential,
  pem,
  readAuthority,
  serialNumber,
} from "./authority.ts";
import { PkiError } from "./error.ts";
import {
  generateKey,
  type KeyType,
  keyPem,
  publicKeyDer,
  signingKey,
} from "./keys.ts";
import { type LeafNames, parseLeafNames } from "./names.ts";
import {
  LEAF_DAYS,
  type Validity,
  validBetween,
  validFor,
} from "./validity.ts";

export interface LeafOptions {
  readonly authority: Credential;
  /** Common name and first DNS name: who the holder is. */
  readonly name: string;
  /** Further DNS names. */
  readonly dnsNames?: readonly string[];
  /** Addresses the holder calls from and listens on; peers compare them. */
  readonly ipAddresses?: readonly string[];
  readonly now: Date;
  /** Default 365, or what is left of the authority's time if that is less. */
  readonly days?: number;
  /** Default: the authority's. */
  readonly keyType?: KeyType;
  /** Instants that replace what follows from `days`, unchecked against the authority. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** Makes a key and a certificate for it, signed by the authority. @throws PkiError naming the option */
export async function issueLeaf(options: LeafOptions): Promise<Credential> {
  const names = parseLeafNames(options);
  const authority = readAuthority(options.authority);
  const validity = leafValidity(options, authority);
  const key = generateKey(options.keyType ?? authority.keyType);
  const issuer = new X509Certificate(authority.certificate.raw);
  const publicKey = new PublicKey(publicKeyDer(key));
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [names.dns[0]] }],
    issuer: issuer.subjectName,
    ...validity,
    publicKey,
    signingKey: await signingKey(authority.key),
    extensions: await leafExtensions(names, publicKey, issuer),
  });
  return { key: keyPem(key), certificate: pem(certificate) };
}

async function leafExtensions(
  names: LeafNames,
  publicKey: PublicKey,
  issuer: X509Certificate,
): Promise<Extension[]> {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new SubjectAlternativeNameExtension([
      ...names.dns.map((value) => ({ type: "dns" as const, value })),
      ...names.ips.map((value) => ({ type: "ip" as const, value })),
    ]),
    new ExtendedKeyUsageExtension([
      ExtendedKeyUsage.serverAuth,
      ExtendedKeyUsage.clientAuth,
    ]),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    await SubjectKeyIdentifierExtension.create(publicKey),
    await authorityKeyIdentifier(issuer),
  ];
}

// The identifier that the authority's certificate states, where it states one:
// other tools may have computed theirs differently, and chains are matched by it.
async function authorityKeyIdentifier(
  issuer: X509Certificate,
): Promise<AuthorityKeyIdentifierExtension> {
  const stated = issuer.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  return stated === undefined
    ? AuthorityKeyIdentifierExtension.create(issuer.publicKey)
    : new AuthorityKeyIdentifierExtension(stated);
}

function leafValidity(options: LeafOptions, authority: Authority): Validity {
  const wanted = validFor(options.days ?? LEAF_DAYS, options.now);
  const { notBefore, notAfter } = options;
  if (notBefore !== undefined || notAfter !== undefined) {
    return validBetween(
      notBefore ?? wanted.notBefore,
      notAfter ?? wanted.notAfter,
    );
  }
  return withinAuthority(wanted, options, authority);
}

function withinAuthority(
  wanted: Validity,
  options: LeafOptions,
  authority: Authority,
): Validity {
  const end = new Date(authority.certificate.validTo);
  if (wanted.notAfter <= end) return wanted;
  const ended = end <= options.now;
  if (options.days === undefined && !ended) return { ...wanted, notAfter: end };
  const day = end.toISOString().slice(0, 10);
  throw new PkiError(
    "invalid-validity",
    ended ? "authority.certificate" : "days",
    ended
      ? `expired on ${day}`
      : `${options.days} is longer than the authority's own time, which ends on ${day}`,
    { value: options.days },
  );
}
