/** The certificates of an instance: an authority of its own, one leaf per machine and one for who operates it. */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readCertificate } from "@ghaf/supply-chain/pki";
import { initAuthority, issueCertificate } from "../pki/development.ts";
import { readText } from "../pki/folder.ts";
import { type LeafLayout, layoutOf } from "../pki/layout.ts";

export const OPERATOR = "operator";

export interface Identity {
  readonly name: string;
  /** Other names that it is reached by. */
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** A certificate that ends sooner is replaced when the device is started. */
const LEAST_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Makes what is missing, too old, for other addresses, or of an earlier authority, as a
 * command that was killed leaves it.
 * @param pki folder
 */
export async function ensureCertificates(
  pki: string,
  identities: readonly Identity[],
  now: Date,
): Promise<void> {
  const layout = layoutOf(pki);
  const authority = await freshPair(layout.authority, now);
  if (authority === undefined) {
    await initAuthority({
      ...{ layout, now, name: "ghaf instance", keyType: "p256" },
      ...{ days: undefined, force: true },
    });
  }
  for (const identity of identities) {
    const leaf = layout.leaf(identity.name);
    const wanted = { identity, authority, now };
    if (await isRight(leaf, wanted)) continue;
    await issueCertificate({
      ...{ layout, now, ...identity, days: undefined, force: true },
    });
  }
}

interface Wanted {
  readonly identity: Identity;
  /** Its certificate; undefined: it is new, and has signed nothing yet. */
  readonly authority: string | undefined;
  readonly now: Date;
}

async function isRight(
  leaf: LeafLayout,
  { identity, authority, now }: Wanted,
): Promise<boolean> {
  const signer = await readText(leaf.authorityCertificate);
  if (signer === undefined || signer !== authority) return false;
  const certificate = await freshPair(leaf, now);
  if (certificate === undefined) return false;
  const { name, dnsNames, ipAddresses } = identity;
  const facts = readCertificate(certificate);
  return (
    sameSet(facts.dnsNames, [name, ...dnsNames]) &&
    sameSet(facts.ipAddresses, ipAddresses)
  );
}

/** @returns the certificate; undefined when one of the two is missing, they do not fit, or it ends soon */
async function freshPair(
  { certificate, key }: Pick<LeafLayout, "certificate" | "key">,
  now: Date,
): Promise<string | undefined> {
  const text = await readText(certificate);
  const secret = await readText(key);
  if (text === undefined || secret === undefined) return undefined;
  return fits(text, secret) && isFresh(text, now) ? text : undefined;
}

function fits(certificate: string, key: string): boolean {
  try {
    const secret = createPrivateKey(key);
    return new X509Certificate(certificate).checkPrivateKey(secret);
  } catch {
    return false;
  }
}

function isFresh(certificate: string, now: Date): boolean {
  const { notAfter } = readCertificate(certificate);
  return notAfter.getTime() - now.getTime() > LEAST_DAYS * DAY_MS;
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((word) => b.has(word));
}

/** As units of a guest import them (machine-design 4). */
export async function credentialsOf(
  pki: string,
  name: string,
): Promise<Record<string, Uint8Array>> {
  const leaf = layoutOf(pki).leaf(name);
  return {
    "givc.ca-cert.pem": await readFile(leaf.authorityCertificate),
    "givc.cert.pem": await readFile(leaf.certificate),
    "givc.key.pem": await readFile(leaf.key),
  };
}
