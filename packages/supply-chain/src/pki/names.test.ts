import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkiError } from "./error.ts";
import { parseAuthorityName, parseLeafNames } from "./names.ts";

function parseDnsName(untrusted: string): string | undefined {
  return parseLeafNames({ name: "first", dnsNames: [untrusted] }).dns[1];
}

function parseIpAddress(untrusted: string): string {
  const names = { name: "first", ipAddresses: [untrusted] };
  return parseLeafNames(names).ips.join();
}

function refused(code: string, field: string, call: () => unknown): void {
  assert.throws(call, (error) => {
    assert.ok(error instanceof PkiError, String(error));
    assert.equal(error.code, code);
    assert.equal(error.field, field);
    assert.ok(error.message.startsWith(`${field}: `));
    return true;
  });
}

test("host names are lower case, others are refused with their option", () => {
  assert.equal(parseDnsName("App-VM"), "app-vm");
  assert.equal(parseDnsName("a.b_c.example"), "a.b_c.example");
  const wrong = ["", ".", "a..b", "a.", "-a", "a-", "*.a", "a/b", "a\nb", "ä"];
  for (const name of [...wrong, "a,DNS:b", "x".repeat(64), "a b"]) {
    refused("invalid-name", "dnsNames", () => parseDnsName(name));
  }
  refused("invalid-name", "dnsNames", () =>
    parseDnsName(`${"abc.".repeat(70)}de`),
  );
});

test("an address where a name belongs is refused", () => {
  refused("invalid-name", "name", () => parseLeafNames({ name: "127.0.0.1" }));
});

test("one address has one spelling", () => {
  assert.equal(parseIpAddress("192.168.101.5"), "192.168.101.5");
  assert.equal(parseIpAddress("FE80:0:0::1"), "fe80::1");
  assert.equal(parseIpAddress("::ffff:10.0.0.1"), "10.0.0.1");
  assert.equal(parseIpAddress("::ffff:0a00:0001"), "10.0.0.1");
  assert.equal(parseIpAddress("::"), "::");
});

test("what is no address is refused", () => {
  const wrong = [
    "",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.4/8",
  ];
  const wrong6 = ["fe80::1%eth0", "[::1]", "1::2::3", ":::", "g::", "a:b"];
  for (const address of [...wrong, ...wrong6, "localhost", "::1]/x"]) {
    refused("invalid-address", "ipAddresses", () => parseIpAddress(address));
  }
});

test("every IPv4 and IPv6 address parses, and parsing again changes nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const once = parseIpAddress(address);
      assert.equal(parseIpAddress(once), once);
    }),
  );
});

test("the identity comes first and nothing comes twice", () => {
  const names = parseLeafNames({
    name: "app-vm",
    dnsNames: ["app-vm.internal", "APP-VM", "app-vm.internal"],
    ipAddresses: ["10.0.0.1", "::ffff:10.0.0.1", "::1"],
  });
  assert.deepEqual(names, {
    dns: ["app-vm", "app-vm.internal"],
    ips: ["10.0.0.1", "::1"],
  });
});

test("a common name holds at most 64 characters", () => {
  const name = `${"a".repeat(32)}.${"b".repeat(32)}`;
  refused("invalid-name", "name", () => parseLeafNames({ name }));
  refused("invalid-name", "name", () => parseAuthorityName("x".repeat(65)));
});

test("authority names are plain text", () => {
  assert.equal(parseAuthorityName("Ghaf dev CA"), "Ghaf dev CA");
  for (const name of ["", " x", "x ", "a/b", "CN=x", "a\nb", "é"]) {
    refused("invalid-name", "name", () => parseAuthorityName(name));
  }
});
