/** What a program keeps when its certificate files become unusable under it. */

import assert from "node:assert/strict";
import { appendFile, chmod, copyFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import {
  loadTlsIdentity,
  type TlsFiles,
  type TlsIdentity,
} from "@ghaf/transport";
import { TestAuthority } from "./test-authority.ts";

/** A second certificate that the first one's parser never gets to. */
const BROKEN = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

let authority: TestAuthority;
const identities: TlsIdentity[] = [];

before(async () => {
  authority = await TestAuthority.create();
});

after(async () => {
  for (const one of identities) one.close();
  await authority.remove();
});

test("a chain that is broken behind its first certificate is not taken", async () => {
  const files = await authority.issue("app-vm", []);
  const tls = await loaded(files);
  const [material, context] = [tls.material(), tls.secureContext()];
  let changes = 0;
  tls.onChange(() => {
    changes += 1;
  });
  await appendFile(files.cert, BROKEN);
  const expected = { code: "tls-file", subject: files.cert };
  await assert.rejects(tls.reload(), expected);
  assert.equal(tls.material(), material);
  assert.equal(tls.secureContext(), context);
  assert.equal(changes, 0);
  await assert.rejects(loadTlsIdentity(files), expected);
});

test("a key that others can read is refused at a reload as at the start", async () => {
  const files = await authority.issue("strict-vm", []);
  const tls = await loaded(files, true);
  const material = tls.material();
  const next = await authority.issue("next-vm", []);
  // A copy takes the mode along, so there is no moment at which it would do.
  await chmod(next.key, 0o644);
  await copyFile(next.key, files.key);
  await copyFile(next.cert, files.cert);
  await assert.rejects(tls.reload(), { code: "tls-file", subject: files.key });
  assert.equal(tls.material(), material);
  await chmod(files.key, 0o600);
  await tls.reload();
  assert.notEqual(tls.material(), material);
});

async function loaded(
  files: TlsFiles,
  strictKeyModes = false,
): Promise<TlsIdentity> {
  const tls = await loadTlsIdentity(files, { strictKeyModes });
  identities.push(tls);
  return tls;
}
