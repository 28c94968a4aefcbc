import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { createAuthority, issueLeaf, KEY_TYPES } from "./index.ts";

const found = spawnSync("openssl", ["version"]).status === 0;
const skip = found ? false : "openssl is not installed";
const now = new Date();

describe("openssl judges what we make", { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), "pki-"));
  after(() => rmSync(folder, { recursive: true }));

  const put = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  for (const keyType of KEY_TYPES) {
    test(`${keyType}: chain, purposes, names and extensions`, async () => {
      const authority = await createAuthority({ name: "A 1", now, keyType });
      const leaf = await issueLeaf({
        authority,
        name: "app-vm",
        dnsNames: ["other"],
        ipAddresses: ["10.0.0.1", "fe80::1"],
        now,
      });
      const ca = put(`${keyType}-ca.pem`, authority.certificate);
      const cert = put(`${keyType}-leaf.pem`, leaf.certificate);
      const key = put(`${keyType}-key.pem`, leaf.key);
      for (const purpose of ["sslserver", "sslclient"]) {
        const args = ["-x509_strict", "-purpose", purpose, "-CAfile", ca];
        assert.match(openssl("verify", ...args, cert), /: OK/);
      }
      assert.match(openssl("pkey", "-in", key, "-noout", "-check"), /valid/);
      checkAuthority(openssl("x509", "-in", ca, "-noout", "-text"));
      checkLeaf(openssl("x509", "-in", cert, "-noout", "-text"));
    });
  }
});

function checkAuthority(text: string): void {
  assert.match(text, /Basic Constraints: critical\s+CA:TRUE, pathlen:1\n/);
  assert.match(
    text,
    /Key Usage: critical\s+Digital Signature, Certificate Sign, CRL Sign\n/,
  );
  assert.match(text, /Subject: CN ?= ?A 1\n/);
}

function checkLeaf(text: string): void {
  assert.match(text, /Subject: CN ?= ?app-vm\n/);
  assert.match(
    text,
    /DNS:app-vm, DNS:other, IP Address:10\.0\.0\.1, IP Address:FE80:0:0:0:0:0:0:1\n/,
  );
  assert.match(
    text,
    /Extended Key Usage: *\n\s+TLS Web Server Authentication, TLS Web Client Authentication\n/,
  );
  assert.match(text, /Key Usage: critical\s+Digital Signature\n/);
  assert.match(text, /Basic Constraints: critical\s+CA:FALSE\n/);
  const keyId = /Authority Key Identifier: *\n\s+(?:keyid:)?([0-9A-F:]+)\n/;
  assert.match(text, keyId);
  assert.match(text, /Subject Key Identifier: *\n/);
}

function openssl(...args: string[]): string {
  const run = spawnSync("openssl", args, { encoding: "utf8" });
  assert.equal(run.status, 0, `openssl ${args.join(" ")}: ${run.stderr}`);
  return run.stdout + run.stderr;
}
