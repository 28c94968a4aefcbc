/** IP addresses: judged by Node's own parser and by the URL standard's spelling. */

import assert from "node:assert/strict";
import { isIP, isIPv6 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { isIpAddress, isIpv6Address, normalizeIp } from "./ip-address.ts";

const address = fc.oneof(fc.ipV4(), fc.ipV6());
const nearly = fc.oneof(
  address,
  fc.string({ unit: fc.constantFrom(..."0125faFg.::"), maxLength: 30 }),
  fc
    .tuple(fc.ipV6(), fc.nat({ max: 20 }))
    .map(([text, cut]) => text.slice(0, -1 - cut)),
);

// Node takes any zone; ours is a network interface's name.
test("says the same as Node of every text without a zone", () => {
  fc.assert(
    fc.property(nearly, (text) => {
      assert.equal(isIpAddress(text), isIP(text) !== 0);
      assert.equal(isIpv6Address(text), isIPv6(text));
    }),
    { numRuns: 5_000 },
  );
});

for (const text of [
  "01.2.3.4",
  "256.1.1.1",
  "1.2.3",
  ":::",
  "1:2",
  "12:34",
  "::1%",
  "::1%a%b",
  "::1%a b",
  "1::2::3",
  "[::1]",
  " ::1",
]) {
  test(`${text} is no address`, () => {
    assert.equal(isIpAddress(text), false);
  });
}

test("spells IPv6 as the URL standard does", () => {
  const unmapped = fc.ipV6().filter((text) => !/ffff:[0-9a-f.:]*$/i.test(text));
  fc.assert(
    fc.property(unmapped, (text) => {
      const judge = new URL(`http://[${text}]/`).hostname.slice(1, -1);
      assert.equal(normalizeIp(text), judge);
    }),
    { numRuns: 2_000 },
  );
});

test("one spelling is stable and still an address", () => {
  fc.assert(
    fc.property(address, (text) => {
      const once = normalizeIp(text);
      assert.equal(normalizeIp(once), once);
      assert.notEqual(isIP(once), 0);
    }),
  );
});

test("an IPv4-mapped address is the IPv4 address, however it is written", () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const judge = new URL(`http://[::ffff:${text}]/`).hostname.slice(1, -1);
      assert.equal(normalizeIp(`::ffff:${text}`), text);
      assert.equal(normalizeIp(`0:0:0:0:0:FFFF:${text}`), text);
      assert.equal(normalizeIp(judge), text);
    }),
  );
});

for (const [written, spelled] of [
  ["FE80:0:0:0:0:0:0:1", "fe80::1"],
  ["fe80::1%eth0", "fe80::1%eth0"],
  ["0:0:0:0:0:0:0:0", "::"],
  ["1:0:2:0:0:3:0:0", "1:0:2::3:0:0"],
  ["::1.2.3.4", "::102:304"],
  ["APP-VM", "app-vm"],
] as const) {
  test(`${written} is spelled ${spelled}`, () => {
    assert.equal(normalizeIp(written), spelled);
  });
}
