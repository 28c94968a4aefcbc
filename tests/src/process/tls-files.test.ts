/** Certificate files that no program starts with. */

import assert from "node:assert/strict";
import { chmod } from "node:fs/promises";
import { after, before, test } from "node:test";
import { loadTlsIdentity } from "@ghaf/transport";
import { TestAuthority } from "./test-authority.ts";

let authority: TestAuthority;

before(async () => {
  authority = await TestAuthority.create();
});

after(() => authority.remove());

test("files that do not fit are named", async () => {
  const one = await authority.issue("one", []);
  const two = await authority.issue("two", []);
  await assert.rejects(loadTlsIdentity({ ...one, key: two.key }), {
    code: "tls-file",
    message: `${two.key} is not the key of ${one.cert}`,
  });
  await assert.rejects(loadTlsIdentity({ ...one, cert: "/nowhere/c.pem" }), {
    code: "tls-file",
    message: "cannot read /nowhere/c.pem: ENOENT",
  });
});

test("a key that others can read is warned of once, or refused", async () => {
  const files = await authority.issue("open-vm", []);
  await chmod(files.key, 0o640);
  const warnings: string[] = [];
  const onWarning = (text: string) => void warnings.push(text);
  (await loadTlsIdentity(files, { onWarning })).close();
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? "", /has mode 0640/);
  await assert.rejects(loadTlsIdentity(files, { strictKeyModes: true }), {
    code: "tls-file",
    subject: files.key,
  });
});
