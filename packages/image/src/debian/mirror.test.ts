import assert from "node:assert/strict";
import { test } from "node:test";
import { reachingSettings, sourcesFor } from "./mirror.ts";

const signed = "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]";

test("another release comes from the mirror of the machine's own", () => {
  const targets = [
    "http://mirror.example/debian/ bookworm contrib",
    "http://mirror.example/debian/ bookworm main",
    "http://mirror.example/debian/ bookworm-updates main",
    "http://other.example/security/ bookworm-security main",
    "",
  ].join("\n");
  assert.deepEqual(sourcesFor("trixie", "bookworm", targets), [
    `deb ${signed} http://mirror.example/debian/ trixie main`,
    `deb ${signed} http://other.example/security/ trixie-security main`,
  ]);
});

test("a machine without Debian archives is told what is missing", () => {
  const missing = (codename: string) => () =>
    sourcesFor("trixie", codename, "http://a.example/ noble main\n");
  assert.throws(missing("bookworm"), {
    code: "no-mirror",
    message: 'trixie: apt on this machine has no archive "main" of bookworm',
  });
  assert.throws(missing(""), {
    code: "no-mirror",
    message: /a Debian release/,
  });
});

test("only what tells how archives are reached is taken over", () => {
  const dump = [
    'APT::Architecture "amd64";',
    'Acquire "";',
    'Acquire::http "";',
    'Acquire::http::Proxy "http://proxy.example:3128/";',
    'Acquire::Check-Date "false";',
    'Acquire::Languages "none";',
    'DPkg::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb";',
  ].join("\n");
  assert.equal(
    reachingSettings(dump),
    'Acquire::http::Proxy "http://proxy.example:3128/";\nAcquire::Check-Date "false";\n',
  );
});
