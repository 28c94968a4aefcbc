/** The certificates of an instance: an authority of its own, one leaf per machine and one for who operates it. */

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
 * Makes what is missing, too old, or for other addresses.
 * @param pki folder
 */
export async function ensureCertificates(
  pki: string,
  identities: readonly Identity[],
  now: Date,
): Promise<void> {
  const layout = layoutOf(pki);
  const found = await readText(layout.authority.certificate);
  const isUsable = found !== undefined && isFresh(found, now);
  if (!isUsable) {
    await initAuthority({
      ...{ layout, now, name: "ghaf instance", keyType: "p256" },
      ...{ days: undefined, force: true },
    });
  }
  for (const identity of identities) {
    const leaf = layout.leaf(identity.name);
    if (isUsable && (await isRight(leaf, identity, now))) continue;
    await issueCertificate({
      ...{ layout, now, ...identity, days: undefined, force: true },
    });
  }
}

async function isRight(
  leaf: LeafLayout,
  { name, dnsNames, ipAddresses }: Identity,
  now: Date,
): Promise<boolean> {
  const text = await readText(leaf.certificate);
  const key = await readText(leaf.key);
  if (text === undefined || key === undefined || !isFresh(text, now)) {
    return false;
  }
  const facts = readCertificate(text);
  return (
    sameSet(facts.dnsNames, [name, ...dnsNames]) &&
    sameSet(facts.ipAddresses, ipAddresses)
  );
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
