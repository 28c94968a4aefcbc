/**
 * The names a certificate may carry: authority names, DNS names and IP
 * addresses. What a parser returns is the one spelling that goes into the
 * certificate, so that two spellings of one address never become two entries.
 */

import { PkiError } from "./error.ts";

declare const brand: unique symbol;

/** A host name in lower case, without wildcard and without final dot (RFC 1123, and `_`). */
type DnsName = string & { readonly [brand]: "DnsName" };
/** A literal IPv4 or IPv6 address in its shortest spelling (RFC 5952), never IPv4-mapped. */
type IpAddress = string & { readonly [brand]: "IpAddress" };
/** The common name of an authority. */
export type AuthorityName = string & { readonly [brand]: "AuthorityName" };

/** Everything a leaf is valid for; the first DNS name is its identity. */
export interface LeafNames {
  readonly dns: readonly [DnsName, ...DnsName[]];
  readonly ips: readonly IpAddress[];
}

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;
/** The upper bound of a common name, RFC 5280 appendix A.1. */
const COMMON_NAME_MAX = 64;
const DNS_NAME_MAX = 253;
const AUTHORITY_NAME = /^[A-Za-z0-9]([A-Za-z0-9 ._-]*[A-Za-z0-9])?$/;
/** Without leading zeros, which some programs read as octal. */
const IPV4 =
  /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** @throws PkiError `invalid-name` */
export function parseAuthorityName(untrusted: string): AuthorityName {
  if (untrusted.length > COMMON_NAME_MAX) {
    throw tooLong("name", untrusted, COMMON_NAME_MAX);
  }
  if (!AUTHORITY_NAME.test(untrusted)) {
    throw new PkiError(
      "invalid-name",
      "name",
      `${shown(untrusted)} must be letters, digits, spaces, \`.\`, \`_\` and \`-\`, beginning and ending with a letter or digit`,
      { value: untrusted },
    );
  }
  return untrusted as AuthorityName;
}

/**
 * @param field the option that held the name, for the message
 * @throws PkiError `invalid-name`
 */
function parseDnsName(untrusted: string, field = "dnsNames"): DnsName {
  const name = untrusted.toLowerCase();
  if (isIp(name)) {
    throw new PkiError(
      "invalid-name",
      field,
      `${shown(untrusted)} is an IP address, not a name`,
      { value: untrusted },
    );
  }
  if (name.length > DNS_NAME_MAX) throw tooLong(field, untrusted, DNS_NAME_MAX);
  if (!name.split(".").every((label) => LABEL.test(label))) {
    throw new PkiError(
      "invalid-name",
      field,
      `${shown(untrusted)} is no host name; write letters, digits, \`-\` and \`_\` in parts of at most 63, joined by \`.\``,
      { value: untrusted },
    );
  }
  return name as DnsName;
}

/**
 * Accepts any spelling of an address; an IPv4-mapped IPv6 address is the IPv4
 * address it stands for, as it is when a peer connects from it.
 * @throws PkiError `invalid-address`
 */
function parseIpAddress(untrusted: string, field = "ipAddresses"): IpAddress {
  const address = canonicalIp(untrusted.toLowerCase());
  if (address === undefined) {
    throw new PkiError(
      "invalid-address",
      field,
      `${shown(untrusted)} is neither an IPv4 nor an IPv6 address`,
      { value: untrusted },
    );
  }
  return address as IpAddress;
}

/** Parses all names of a leaf; later repetitions are dropped. @throws PkiError */
export function parseLeafNames(untrusted: {
  readonly name: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
}): LeafNames {
  const identity = parseDnsName(untrusted.name, "name");
  if (identity.length > COMMON_NAME_MAX) {
    throw tooLong("name", untrusted.name, COMMON_NAME_MAX);
  }
  const more = (untrusted.dnsNames ?? []).map((name) => parseDnsName(name));
  const others = new Set(more);
  others.delete(identity);
  const ips = (untrusted.ipAddresses ?? []).map((ip) => parseIpAddress(ip));
  return { dns: [identity, ...others], ips: [...new Set(ips)] };
}

function isIp(text: string): boolean {
  return canonicalIp(text) !== undefined;
}

function canonicalIp(text: string): string | undefined {
  if (IPV4.test(text)) return text;
  // The URL parser knows every IPv6 spelling and refuses zones ("%eth0").
  if (!/^[0-9a-f:.]*:[0-9a-f:.]*$/.test(text)) return undefined;
  const url = URL.canParse(`http://[${text}]/`)
    ? new URL(`http://[${text}]/`)
    : undefined;
  const address = url?.hostname.slice(1, -1);
  return address === undefined ? undefined : (unmapped(address) ?? address);
}

function unmapped(address: string): string | undefined {
  const found = MAPPED.exec(address);
  if (found === null) return undefined;
  const halves = [found[1], found[2]].map((hex) =>
    Number.parseInt(hex ?? "", 16),
  );
  return halves.flatMap((half) => [half >> 8, half & 0xff]).join(".");
}

function tooLong(field: string, untrusted: string, max: number): PkiError {
  return new PkiError(
    "invalid-name",
    field,
    `${shown(untrusted)} is longer than ${max} characters`,
    { value: untrusted },
  );
}

/** Quoted and cut, so that no terminal or log line is broken by it. */
function shown(untrusted: string): string {
  const cut = untrusted.length > 80 ? `${untrusted.slice(0, 80)}…` : untrusted;
  return JSON.stringify(cut);
}
