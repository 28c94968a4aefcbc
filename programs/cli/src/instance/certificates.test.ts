/** The certificates of an instance: which are kept, and which made anew. */

import assert from "node:assert/strict";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { layoutOf } from "../pki/layout.ts";
import { ensureCertificates } from "./certificates.ts";

const NOW = new Date("2026-11-22T00:00:00Z");
const APP = { name: "app-vm", dnsNames: [], ipAddresses: ["192.0.2.5"] };
const NET = { name: "net-vm", dnsNames: [], ipAddresses: ["192.0.2.1"] };

async function setUp(t: TestContext) {
  const pki = await mkdtemp(join(tmpdir(), "ghaf-pki-"));
  t.after(() => rm(pki, { recursive: true }));
  const layout = layoutOf(pki);
  const ensure = (identities = [APP, NET], now = NOW) =>
    ensureCertificates(pki, identities, now);
  const of = (name: string) => readFile(layout.leaf(name).certificate, "utf8");
  await ensure();
  const made = { app: await of("app-vm"), net: await of("net-vm") };
  /** Which differ from those that were made first. */
  const renewed = async () => [
    ...((await of("app-vm")) === made.app ? [] : ["app-vm"]),
    ...((await of("net-vm")) === made.net ? [] : ["net-vm"]),
  ];
  return { layout, ensure, renewed };
}

test("what is right is kept; for other addresses there is a new one", async (t) => {
  const { ensure, renewed } = await setUp(t);
  await ensure();
  assert.deepEqual(await renewed(), []);
  await ensure([{ ...APP, ipAddresses: ["192.0.2.6"] }, NET]);
  assert.deepEqual(await renewed(), ["app-vm"]);
});

test("what ends soon is renewed", async (t) => {
  const { ensure, renewed } = await setUp(t);
  await ensure([APP, NET], new Date("2126-01-01T00:00:00Z"));
  assert.deepEqual(await renewed(), ["app-vm", "net-vm"]);
});

test("a key that is not its certificate's, as a killed command leaves it, is replaced with it", async (t) => {
  const { layout, ensure, renewed } = await setUp(t);
  await copyFile(layout.leaf("net-vm").key, layout.leaf("app-vm").key);
  await ensure();
  assert.deepEqual(await renewed(), ["app-vm"]);
});

test("with an authority that was exchanged, everything it did not sign is made anew", async (t) => {
  const { layout, ensure, renewed } = await setUp(t);
  const { folder, key, certificate } = layout.authority;
  const before = {
    key: await readFile(key),
    certificate: await readFile(certificate),
  };
  await rm(folder, { recursive: true });
  await ensure();
  assert.deepEqual(await renewed(), ["app-vm", "net-vm"]);
  // Killed after the new authority, before the certificates that it signs.
  await writeFile(key, before.key);
  await writeFile(certificate, before.certificate);
  await ensure();
  const signer = layout.leaf("app-vm").authorityCertificate;
  assert.deepEqual(await readFile(signer), before.certificate);
});

for (const what of ["key", "certificate"] as const) {
  test(`an authority whose ${what} cannot be read is replaced`, async (t) => {
    const { layout, ensure, renewed } = await setUp(t);
    await writeFile(layout.authority[what], "");
    await ensure();
    assert.deepEqual(await renewed(), ["app-vm", "net-vm"]);
  });
}
