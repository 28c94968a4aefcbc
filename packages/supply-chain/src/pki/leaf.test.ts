import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Credential,
  createAuthority,
  issueLeaf,
  KEY_TYPES,
  type KeyType,
  PkiError,
  readCertificate,
} from "./index.ts";

const NOW = new Date("2026-08-01T12:00:00.250Z");
const DAY_MS = 86_400_000;

function authorityOf(keyType: KeyType = "p256"): Promise<Credential> {
  return createAuthority({ name: "test authority", now: NOW, keyType });
}

for (const keyType of KEY_TYPES) {
  test(`${keyType}: an authority signs a leaf of its own key type`, async () => {
    const authority = await authorityOf(keyType);
    const leaf = await issueLeaf({
      authority,
      name: "app-vm",
      dnsNames: ["app-vm.internal"],
      ipAddresses: ["127.0.0.5", "fe80::1"],
      now: NOW,
    });
    const issuer = new X509Certificate(authority.certificate);
    const certificate = new X509Certificate(leaf.certificate);
    assert.ok(certificate.verify(issuer.publicKey));
    assert.ok(certificate.checkIssued(issuer));
    assert.equal(certificate.subject, "CN=app-vm");
    assert.equal(certificate.checkHost("app-vm.internal"), "app-vm.internal");
    assert.equal(certificate.checkIP("fe80::1"), "fe80::1");
    const curve = keyType === "p256" ? "prime256v1" : "ed25519";
    assert.equal(readCertificate(leaf.certificate).keyType, curve);
    assert.match(leaf.key, /^-----BEGIN PRIVATE KEY-----\n/);
  });
}

test("the leaf's key type can differ from the authority's", async () => {
  const authority = await authorityOf("p256");
  const leaf = await issueLeaf({
    authority,
    name: "a",
    now: NOW,
    keyType: "ed25519",
  });
  assert.equal(readCertificate(leaf.certificate).keyType, "ed25519");
});

test("validity begins a day early and ends after the days asked for", async () => {
  const authority = await authorityOf();
  const whole = Date.parse("2026-08-01T12:00:00Z");
  const ca = readCertificate(authority.certificate);
  assert.equal(ca.notBefore.getTime(), whole - DAY_MS);
  assert.equal(ca.notAfter.getTime(), whole + 3650 * DAY_MS);
  const byDefault = await issueLeaf({ authority, name: "a", now: NOW });
  const year = readCertificate(byDefault.certificate);
  assert.equal(year.notBefore.getTime(), whole - DAY_MS);
  assert.equal(year.notAfter.getTime(), whole + 365 * DAY_MS);
  const week = await issueLeaf({ authority, name: "a", now: NOW, days: 7 });
  const { notAfter } = readCertificate(week.certificate);
  assert.equal(notAfter.getTime(), whole + 7 * DAY_MS);
});

test("a leaf does not outlive its authority", async () => {
  const short = await createAuthority({ name: "short", now: NOW, days: 30 });
  const leaf = await issueLeaf({ authority: short, name: "a", now: NOW });
  assert.deepEqual(
    readCertificate(leaf.certificate).notAfter,
    readCertificate(short.certificate).notAfter,
  );
  await assert.rejects(
    issueLeaf({ authority: short, name: "a", now: NOW, days: 31 }),
    new PkiError(
      "invalid-validity",
      "days",
      "31 is longer than the authority's own time, which ends on 2026-08-31",
      { value: 31 },
    ),
  );
  const later = new Date(NOW.getTime() + 31 * DAY_MS);
  await assert.rejects(
    issueLeaf({ authority: short, name: "a", now: later }),
    /authority\.certificate: expired on 2026-08-31/,
  );
});

test("days that make no sense are refused", async () => {
  for (const days of [0, -1, 1.5, Number.NaN, 36_501]) {
    await assert.rejects(createAuthority({ name: "x", now: NOW, days }), {
      code: "invalid-validity",
      field: "days",
    });
  }
});

test("serial numbers are positive and 128 bits wide, and all differ", async () => {
  const authority = await authorityOf();
  const serials = new Set<string>();
  for (let count = 0; count < 20; count += 1) {
    const leaf = await issueLeaf({ authority, name: "a", now: NOW });
    const serial = readCertificate(leaf.certificate).serialNumber;
    assert.match(serial, /^[0-9A-F]{1,32}$/);
    serials.add(serial);
  }
  assert.equal(serials.size, 20);
  assert.ok([...serials].some((serial) => serial.length === 32));
});

test("every list of names and addresses can be read back in its order", async () => {
  const authority = await authorityOf("ed25519");
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const name = fc
    .array(label, { minLength: 1, maxLength: 3 })
    .map((labels) => labels.join("."))
    .filter((text) => !/^[\d.]+$/.test(text));
  const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
  const ips = fc.uniqueArray(fc.ipV4(), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(names, ips, async (dnsNames, ipAddresses) => {
      const leaf = await issueLeaf({
        authority,
        name: dnsNames[0] ?? "",
        dnsNames,
        ipAddresses,
        now: NOW,
      });
      const facts = readCertificate(leaf.certificate);
      assert.deepEqual(facts.dnsNames, dnsNames);
      assert.deepEqual(facts.ipAddresses, ipAddresses);
    }),
    { numRuns: 40 },
  );
});

test("every IPv6 address lands in the certificate as itself", async () => {
  const authority = await authorityOf("ed25519");
  await fc.assert(
    fc.asyncProperty(fc.ipV6(), async (address) => {
      const leaf = await issueLeaf({
        authority,
        name: "a",
        ipAddresses: [address],
        now: NOW,
      });
      const certificate = new X509Certificate(leaf.certificate);
      assert.notEqual(certificate.checkIP(address), undefined);
    }),
    { numRuns: 40 },
  );
});
