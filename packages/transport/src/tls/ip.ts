/** IP addresses in the one spelling in which they can be compared. */

import { isIPv6 } from "node:net";
import { normalizeIp } from "@ghaf/api";

/**
 * IPv4-mapped IPv6 becomes IPv4, IPv6 the compressed form of RFC 5952.
 * Text that is no address is returned in lower case and equals no address.
 */
export function canonicalIp(address: string): string {
  const plain = normalizeIp(address.replace(/%.*$/, ""));
  if (!isIPv6(plain)) return plain;
  const compressed = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  return normalizeMappedHex(compressed);
}

/** URL prints ::ffff:127.0.0.1 as ::ffff:7f00:1. */
function normalizeMappedHex(address: string): string {
  const found = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (found === null) return address;
  const bits =
    Number.parseInt(found[1] ?? "", 16) * 65_536 +
    Number.parseInt(found[2] ?? "", 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join(".");
}
