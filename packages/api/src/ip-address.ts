/**
 * Literal IP addresses as text: what is one, and one spelling for each. Spelled
 * as RFC 5952 wants it, since identity checks compare these texts.
 */

const IPV4 =
  /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;
const ZONE = /^[A-Za-z0-9_.-]+$/;
const GROUPS = 8;
/** The first six groups of an IPv4-mapped address, `::ffff:a.b.c.d`. */
const MAPPED = "0:0:0:0:0:ffff";

/** True for a literal IPv4 or IPv6 address; IPv6 may carry a zone (`%eth0`). */
export function isIpAddress(text: string): boolean {
  return IPV4.test(text) || isIpv6Address(text);
}

/** True for a literal IPv6 address without brackets, with or without a zone. */
export function isIpv6Address(text: string): boolean {
  return readIpv6(text) !== undefined;
}

/**
 * The one spelling of an address: lower case, the longest run of zeros as `::`
 * (RFC 5952). IPv4-mapped IPv6 addresses are the IPv4 address they stand for.
 * What is no address is only put in lower case, so that it equals no address.
 */
export function normalizeIp(address: string): string {
  const found = readIpv6(address);
  if (found === undefined) return address.toLowerCase();
  const words = found.groups.map((group) => group.toString(16));
  if (words.slice(0, 6).join(":") === MAPPED) return dotted(found.groups);
  return compress(words) + found.zone;
}

interface Ipv6 {
  readonly groups: readonly number[];
  /** Empty, or `%` and the zone. */
  readonly zone: string;
}

function readIpv6(text: string): Ipv6 | undefined {
  const [address = "", zone, ...rest] = text.split("%");
  if (rest.length > 0 || (zone !== undefined && !ZONE.test(zone))) {
    return undefined;
  }
  const groups = readGroups(address);
  return groups && { groups, zone: zone === undefined ? "" : `%${zone}` };
}

function readGroups(address: string): number[] | undefined {
  const [head = "", tail, ...rest] = address.split("::");
  if (rest.length > 0) return undefined;
  const before = readRun(head, tail === undefined);
  if (tail === undefined) return before?.length === GROUPS ? before : undefined;
  const after = readRun(tail, true);
  if (before === undefined || after === undefined) return undefined;
  const missing = GROUPS - before.length - after.length;
  if (missing < 1) return undefined;
  return [...before, ...new Array<number>(missing).fill(0), ...after];
}

/** Groups between colons; the last one may be a dotted IPv4 address worth two. */
function readRun(text: string, mayEndDotted: boolean): number[] | undefined {
  const groups: number[] = [];
  const words = text === "" ? [] : text.split(":");
  for (const [index, word] of words.entries()) {
    if (GROUP.test(word)) groups.push(Number.parseInt(word, 16));
    else if (mayEndDotted && index === words.length - 1 && IPV4.test(word)) {
      const [a = 0, b = 0, c = 0, d = 0] = word.split(".").map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else return undefined;
  }
  return groups;
}

function dotted(groups: readonly number[]): string {
  return groups
    .slice(6)
    .flatMap((group) => [group >> 8, group & 0xff])
    .join(".");
}

/** Replaces the first of the longest runs of at least two zero groups by `::`. */
function compress(words: readonly string[]): string {
  let best = { start: 0, length: 1 };
  for (let start = 0; start < words.length; start++) {
    let end = start;
    while (words[end] === "0") end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  if (best.length < 2) return words.join(":");
  const before = words.slice(0, best.start).join(":");
  const after = words.slice(best.start + best.length).join(":");
  return `${before}::${after}`;
}
