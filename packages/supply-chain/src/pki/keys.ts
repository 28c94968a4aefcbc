/** Private keys: making them, reading them from PEM text, and handing them to the certificate library. */

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  webcrypto,
} from "node:crypto";
import { PkiError } from "./error.ts";

/** Ed25519 is faster but unknown to browsers, so P-256 is the default everywhere. */
export type KeyType = "p256" | "ed25519";

export const KEY_TYPES: readonly KeyType[] = ["p256", "ed25519"];

export type SigningKey = webcrypto.CryptoKey;

const PRIVATE_BLOCK =
  /-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----[\s\S]*?-----END \1-----/;

export function generateKey(type: KeyType): KeyObject {
  switch (type) {
    case "p256":
      return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    case "ed25519":
      return generateKeyPairSync("ed25519").privateKey;
  }
}

/** PKCS#8 in PEM. */
export function keyPem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

/** SubjectPublicKeyInfo in DER. */
export function publicKeyDer(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: "spki", format: "der" });
}

/**
 * Reads PKCS#8 or SEC1, also where other blocks come first: `openssl ecparam
 * -genkey` writes `EC PARAMETERS` before the key.
 * @throws PkiError `invalid-key`
 */
export function readKey(untrustedPem: string, field = "key"): KeyObject {
  const block = PRIVATE_BLOCK.exec(untrustedPem);
  if (block === null) throw invalidKey(field, "holds no PEM private key");
  if (/ENCRYPTED/.test(block[0])) {
    throw invalidKey(field, "is encrypted; only plain keys are read");
  }
  try {
    return createPrivateKey(block[0]);
  } catch (cause) {
    throw invalidKey(field, "is no readable private key", cause);
  }
}

/** @throws PkiError `invalid-key` for anything but P-256 and Ed25519 */
export function keyTypeOf(key: KeyObject, field = "key"): KeyType {
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === "ed25519") return "ed25519";
  if (key.asymmetricKeyType === "ec" && curve === "prime256v1") return "p256";
  throw invalidKey(
    field,
    `is of type ${curve ?? key.asymmetricKeyType}; P-256 and Ed25519 are supported`,
  );
}

/** The key as the certificate library signs with it. */
export function signingKey(key: KeyObject): Promise<SigningKey> {
  const algorithm =
    keyTypeOf(key) === "ed25519"
      ? { name: "Ed25519" }
      : { name: "ECDSA", namedCurve: "P-256" };
  const der = key.export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}

function invalidKey(field: string, reason: string, cause?: unknown): PkiError {
  return new PkiError("invalid-key", field, reason, { cause });
}
