import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { readAuthority } from "./authority.ts";
import {
  type Credential,
  createAuthority,
  issueLeaf,
  readCertificate,
} from "./index.ts";
import { readKey } from "./keys.ts";

const NOW = new Date("2026-08-01T12:00:00Z");

function credential(): Promise<Credential> {
  return createAuthority({ name: "test authority", now: NOW });
}

function sec1(key: string): string {
  return readKey(key).export({ type: "sec1", format: "pem" }).toString();
}

test("a key in SEC1 form is read, also behind an EC PARAMETERS block", async () => {
  const authority = await credential();
  const parameters =
    "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
  for (const key of [sec1(authority.key), parameters + sec1(authority.key)]) {
    const leaf = await issueLeaf({
      authority: { ...authority, key },
      name: "a",
      now: NOW,
    });
    assert.equal(readCertificate(leaf.certificate).issuer, "CN=test authority");
  }
});

test("key and certificate of different authorities are refused", async () => {
  const [one, other] = [await credential(), await credential()];
  assert.throws(() => readAuthority({ ...one, key: other.key }), {
    code: "key-mismatch",
    field: "authority.key",
  });
});

test("a leaf cannot sign", async () => {
  const authority = await credential();
  const leaf = await issueLeaf({ authority, name: "a", now: NOW });
  assert.throws(() => readAuthority(leaf), {
    code: "not-an-authority",
    field: "authority.certificate",
  });
});

test("what is no key, or no key we sign with, is refused without showing it", async () => {
  const { certificate } = await credential();
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
  const locked = rsa.export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "x",
  });
  const wrong: [string, RegExp][] = [
    ["", /holds no PEM private key/],
    [
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
      /no readable/,
    ],
    [locked.toString(), /is encrypted/],
    [rsa.export({ type: "pkcs8", format: "pem" }).toString(), /type rsa/],
    [p384.export({ type: "pkcs8", format: "pem" }).toString(), /secp384r1/],
  ];
  for (const [key, message] of wrong) {
    assert.throws(
      () => readAuthority({ key, certificate }),
      (error) => {
        assert.match(String(error), message);
        assert.match(String(error), /authority\.key: /);
        return true;
      },
    );
  }
});

test("what is no certificate is refused", async () => {
  const { key, certificate } = await credential();
  const cut = certificate.replace(/\n[^\n]+\n-----END/, "\n-----END");
  for (const text of ["", "hello", cut, key]) {
    assert.throws(() => readCertificate(text), {
      code: "invalid-certificate",
      field: "certificate",
    });
  }
});
