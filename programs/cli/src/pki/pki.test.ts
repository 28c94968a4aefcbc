import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { type Outcome, perform } from "../ghaf/fake-io.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ghaf-pki-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function pki(...argv: string[]): Promise<Outcome> {
  return perform({ argv: ["pki", ...argv], io: { folder } });
}

function read(...path: string[]): string {
  return readFileSync(join(folder, ...path), "utf8");
}

/** `0600` and the like. */
function mode(...path: string[]): string {
  const bits = statSync(join(folder, ...path)).mode & 0o7777;
  return bits.toString(8).padStart(4, "0");
}

test("init makes an authority and says what comes next", async () => {
  const outcome = await pki("dev", "init", "--dir", "p", "--name", "Lab CA");
  const path = join(folder, "p/certification-authority/ca-cert.pem");
  assert.deepEqual([outcome.code, outcome.stdout], [0, `${path}\n`]);
  assert.equal(
    outcome.stderr,
    `made the authority Lab CA in ${join(folder, "p/certification-authority")}
next: ghaf pki dev issue --dir ${join(folder, "p")} admin-vm --ip 127.0.0.1
`,
  );
  const certificate = new X509Certificate(readFileSync(path));
  assert.equal(certificate.subject, "CN=Lab CA");
  assert.ok(certificate.ca);
});

test("issue makes a folder that is all a machine needs", async () => {
  await pki("dev", "init", "--dir", "p");
  const outcome = await pki(
    ...["dev", "issue", "--dir", "p", "app-vm", "--days", "30"],
    ...["--ip", "127.0.0.5", "--ip", "fe80::1", "--dns", "app-vm.internal"],
  );
  assert.deepEqual(
    [outcome.code, outcome.stdout],
    [0, `${join(folder, "p/app-vm")}\n`],
  );
  assert.match(
    outcome.stderr,
    /^issued a certificate for app-vm, app-vm\.internal, 127\.0\.0\.5, fe80::1, valid until 2026-08-31\n/,
  );
  const exports = `  export GIVC_HOST_KEY=${join(folder, "p/app-vm/key.pem")}\n`;
  assert.ok(outcome.stderr.endsWith(exports), outcome.stderr);
  const leaf = new X509Certificate(read("p/app-vm/cert.pem"));
  const authority = new X509Certificate(read("p/app-vm/ca-cert.pem"));
  assert.ok(leaf.verify(authority.publicKey));
  assert.equal(
    read("p/app-vm/ca-cert.pem"),
    read("p/certification-authority/ca-cert.pem"),
  );
});

test("the names that were issued are listed once each", async () => {
  await pki("dev", "init", "--dir", "p");
  for (const name of ["ghaf-host", "net-vm", "extranet-vm"]) {
    await pki("dev", "issue", "--dir", "p", name);
  }
  await pki("dev", "issue", "--dir", "p", "net-vm", "--force");
  assert.equal(read("p/agents"), "ghaf-host net-vm extranet-vm");
});

test("keys are for their owner only, whatever the umask", async () => {
  const before = process.umask(0);
  try {
    await pki("dev", "init", "--dir", "open/p");
    process.umask(0o077);
    await pki("dev", "issue", "--dir", "open/p", "net-vm");
  } finally {
    process.umask(before);
  }
  for (const path of ["open", "open/p", "open/p/certification-authority"]) {
    assert.equal(mode(path), "0700", path);
  }
  assert.equal(mode("open/p/net-vm"), "0700");
  for (const path of ["certification-authority/ca-key.pem", "net-vm/key.pem"]) {
    assert.equal(mode("open/p", path), "0600", path);
  }
  const open = ["certification-authority/ca-cert.pem", "net-vm/cert.pem"];
  for (const path of [...open, "net-vm/ca-cert.pem"]) {
    assert.equal(mode("open/p", path), "0644", path);
  }
});

test("nothing is overwritten without --force", async () => {
  await pki("dev", "init", "--dir", "p");
  await pki("dev", "issue", "--dir", "p", "net-vm");
  const key = read("p/net-vm/key.pem");
  const authorityKey = read("p/certification-authority/ca-key.pem");
  const again = await pki("dev", "issue", "--dir", "p", "net-vm");
  assert.deepEqual([again.code, again.stdout], [1, ""]);
  assert.match(
    again.stderr,
    /^error: there are certificates in .*\/p\/net-vm\n/,
  );
  assert.match(again.stderr, /--force net-vm/);
  const init = await pki("dev", "init", "--dir", "p");
  assert.equal(init.code, 1);
  assert.match(init.stderr, /^error: there is an authority in /);
  assert.equal(read("p/net-vm/key.pem"), key);
  assert.equal(read("p/certification-authority/ca-key.pem"), authorityKey);
});

test("--force replaces, and leaves no draft behind", async () => {
  await pki("dev", "init", "--dir", "p");
  await pki("dev", "issue", "--dir", "p", "net-vm");
  const key = read("p/net-vm/key.pem");
  const again = await pki("dev", "issue", "--dir", "p", "net-vm", "--force");
  assert.equal(again.code, 0);
  assert.notEqual(read("p/net-vm/key.pem"), key);
  assert.equal(mode("p/net-vm/key.pem"), "0600");
  await pki("dev", "init", "--dir", "p", "--force", "--key-type", "ed25519");
  const authority = read("p/certification-authority/ca-cert.pem");
  const { publicKey } = new X509Certificate(authority);
  assert.equal(publicKey.asymmetricKeyType, "ed25519");
  const names = ["agents", "certification-authority", "net-vm"];
  assert.deepEqual(readdirSync(join(folder, "p")).sort(), names);
  assert.equal(readdirSync(join(folder, "p/net-vm")).length, 3);
});

test("certificates are issued by an authority that other tools made", async () => {
  await pki("dev", "init", "--dir", "p");
  const path = join(folder, "p/certification-authority/ca-key.pem");
  const parameters =
    "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
  writeFileSync(path, parameters + readFileSync(path, "utf8"));
  const outcome = await pki("dev", "issue", "--dir", "p", "net-vm");
  assert.equal(outcome.code, 0);
});

test("values that cannot be are refused with their option, and nothing is made", async () => {
  await pki("dev", "init", "--dir", "p");
  const wrong: [string[], string][] = [
    [["a/b"], 'name: "a/b" is no host name'],
    [["../x"], 'name: "../x" is no host name'],
    [["127.0.0.1"], 'name: "127.0.0.1" is an IP address'],
    [["x", "--ip", "1.2.3"], '--ip: "1.2.3" is neither'],
    [["x", "--dns", "*.y"], '--dns: "*.y" is no host name'],
    [["x", "--days", "0"], "--days: 0 is no whole number"],
    [["x", "--days", "4000"], "--days: 4000 is longer than the authority"],
    [["agents"], "agents is a name the folder itself uses"],
  ];
  for (const [argv, message] of wrong) {
    const outcome = await pki("dev", "issue", "--dir", "p", ...argv);
    assert.deepEqual([outcome.code, outcome.stdout], [2, ""], argv.join(" "));
    assert.ok(outcome.stderr.startsWith(`error: ${message}`), outcome.stderr);
  }
  const name = await pki("dev", "init", "--dir", "q", "--name", "a/b");
  assert.equal(name.code, 2);
  assert.deepEqual(readdirSync(folder), ["p"]);
  assert.deepEqual(readdirSync(join(folder, "p")), ["certification-authority"]);
});

test("without an authority: exit 3 and how to make one", async () => {
  const outcome = await pki("dev", "issue", "--dir", "p", "net-vm");
  assert.equal(outcome.code, 3);
  assert.match(outcome.stderr, /\n {2}ghaf pki dev init --dir .*\/p\n$/);
});

test("a broken authority, or a folder that cannot be written, is said", async () => {
  await pki("dev", "init", "--dir", "p");
  await pki("dev", "init", "--dir", "q");
  const key = "certification-authority/ca-key.pem";
  writeFileSync(join(folder, "p", key), read("q", key));
  const mixed = await pki("dev", "issue", "--dir", "p", "net-vm");
  assert.equal(mixed.code, 1);
  assert.match(mixed.stderr, /^error: authority\.key: does not belong to/);
  writeFileSync(join(folder, "file"), "");
  const nowhere = await pki("dev", "init", "--dir", "file/p");
  assert.equal(nowhere.code, 1);
  assert.match(nowhere.stderr, /^error: cannot write .*file\/p/);
});

test("without --dir certificates go to the person's own folder", async () => {
  const argv = ["pki", "dev", "init"];
  const data = await perform({
    argv,
    env: { XDG_DATA_HOME: folder, HOME: "/x" },
  });
  assert.equal(data.code, 0);
  assert.equal(mode("ghaf/pki/certification-authority/ca-key.pem"), "0600");
  const home = await perform({ argv, env: { HOME: folder } });
  assert.equal(home.code, 0);
  assert.equal(mode(".local/share/ghaf/pki/certification-authority"), "0700");
  const none = await perform({ argv });
  assert.equal(none.code, 2);
  assert.match(none.stderr, /give --dir DIR/);
});

test("show tells what a certificate says, and whether it holds", async () => {
  await pki("dev", "init", "--dir", "p");
  await pki("dev", "issue", "--dir", "p", "net-vm", "--ip", "10.0.0.1");
  const path = "p/net-vm/cert.pem";
  const table = await pki("show", path);
  assert.equal(
    table.stdout,
    `SUBJECT    CN=net-vm
ISSUER     CN=Ghaf development CA
ROLE       leaf
NAMES      net-vm
ADDRESSES  10.0.0.1
STATE      valid
UNTIL      2027-08-01T12:00:00.000Z
`,
  );
  const later = await perform({
    argv: ["pki", "show", path, "-o", "json"],
    io: { folder, now: () => new Date("2028-01-01") },
  });
  const shown = JSON.parse(later.stdout);
  assert.deepEqual(
    [shown.state, shown.dnsNames, shown.ipAddresses, shown.keyType],
    ["expired", ["net-vm"], ["10.0.0.1"], "prime256v1"],
  );
  const name = await pki("show", path, "-o", "name");
  assert.equal(name.stdout, "net-vm\n");
});

test("show of what is no certificate", async () => {
  await pki("dev", "init", "--dir", "p");
  const absent = await pki("show", "nothing.pem");
  assert.equal(absent.code, 3);
  const key = await pki("show", "p/certification-authority/ca-key.pem");
  assert.equal(key.code, 1);
  assert.match(key.stderr, /ca-key\.pem: holds no PEM certificate/);
});

test("an empty folder is filled, one with files is not touched", async () => {
  await pki("dev", "init", "--dir", "p");
  mkdirSync(join(folder, "p/net-vm"));
  chmodSync(join(folder, "p/net-vm"), 0o755);
  assert.equal((await pki("dev", "issue", "--dir", "p", "net-vm")).code, 0);
  assert.equal(mode("p/net-vm"), "0700");
  mkdirSync(join(folder, "p/gui-vm"));
  writeFileSync(join(folder, "p/gui-vm/notes"), "mine");
  assert.equal((await pki("dev", "issue", "--dir", "p", "gui-vm")).code, 1);
  assert.deepEqual(readdirSync(join(folder, "p/gui-vm")), ["notes"]);
});
