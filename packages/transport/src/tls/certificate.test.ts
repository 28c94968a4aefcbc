import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAlternativeNames } from "./certificate.ts";
import { canonicalIp } from "./ip.ts";

test("names and addresses keep their order", () => {
  const read = readAlternativeNames(
    "DNS:app-vm, DNS:app-vm-debug, IP Address:192.168.100.5, IP Address:0:0:0:0:0:0:0:1",
  );
  assert.deepEqual(read.dnsNames, ["app-vm", "app-vm-debug"]);
  assert.deepEqual(read.ipAddresses, ["192.168.100.5", "::1"]);
});

test("a name that hides an entry in quotes is no name and hides none", () => {
  const read = readAlternativeNames(
    'DNS:"evil, DNS:ghaf-host", DNS:app-vm, IP Address:10.0.0.1',
  );
  assert.deepEqual(read.dnsNames, ["app-vm"]);
  assert.deepEqual(read.ipAddresses, ["10.0.0.1"]);
});

test("other kinds of names are left out", () => {
  const read = readAlternativeNames("URI:spiffe://x/y, email:a@b, DNS:c");
  assert.deepEqual(read.dnsNames, ["c"]);
});

test("one address has one spelling", () => {
  assert.equal(canonicalIp("::ffff:127.0.0.1"), "127.0.0.1");
  assert.equal(canonicalIp("0:0:0:0:0:FFFF:7F00:1"), "127.0.0.1");
  assert.equal(canonicalIp("FE80::1%eth0"), "fe80::1");
  assert.equal(canonicalIp("2001:DB8:0:0::1"), "2001:db8::1");
  assert.equal(canonicalIp("garbage:x"), "garbage:x");
});

test("canonicalIp is idempotent and finds the same address in any spelling", () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const once = canonicalIp(address);
      assert.equal(canonicalIp(once), once);
      assert.equal(canonicalIp(address.toUpperCase()), once);
    }),
  );
});
