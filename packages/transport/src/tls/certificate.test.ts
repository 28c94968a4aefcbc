import assert from "node:assert/strict";
import { test } from "node:test";
import { readAlternativeNames } from "./certificate.ts";

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
