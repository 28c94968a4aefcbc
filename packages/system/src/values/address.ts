/** Addresses of hosts and services. */

import { textForm } from "./text-form.ts";

/** Without leading zeros, which some programs read as octal. */
const OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const NAME = `${LABEL}(?:\\.${LABEL})*`;
/** The longest name of a host, RFC 1035 section 2.3.4. */
const NAME_MAX = 253;

export const ipv4Address = textForm({
  expected: "an IPv4 address like “192.168.100.10”",
  pattern: new RegExp(`^${IPV4}$`),
});

/** Two addresses with "-" between them: from the first to the last, both included. */
export const ipv4Range = textForm({
  expected:
    "the first and the last of a row of IPv4 addresses, like “192.168.100.200-192.168.100.215”",
  pattern: new RegExp(`^${IPV4}-${IPV4}$`),
});

/** Where a service listens or is found: RFC 1123 section 2.1. */
export const hostAddress = textForm({
  expected:
    "an IPv4 address or a host name of letters, digits, “-” and “.”, like “admin-vm”",
  pattern: new RegExp(`^(?:${IPV4}|${NAME})$`),
  max: NAME_MAX,
});

/** Of a tcp, unix or vsock transport: a host, the path of a socket, or the number of a VM. */
export const transportAddress = textForm({
  expected:
    "an IPv4 address, a host name, the absolute path of a socket or a vsock number",
  pattern: new RegExp(`^(?:${IPV4}|${NAME}|(?:/\\w[\\w.-]*)+)$`),
  max: NAME_MAX,
});

/** RFC 3986; nobody's password belongs into a configuration. */
export const httpUrl = textForm({
  expected:
    "a URL like “https://logs.example.org/loki/api/v1/push”, without user, spaces or quotes",
  pattern: new RegExp(
    `^https?://${NAME}(?::[0-9]{1,5})?(?:/[\\w.~:/?#@!&*+,;=%-]*)?$`,
  ),
});

/** `192.168.100` and `10` of `192.168.100.10`. */
export interface AddressParts {
  readonly prefix: string;
  readonly number: number;
}

/** @param ip what `ipv4Address` accepts */
export function addressParts(ip: string): AddressParts {
  const dot = ip.lastIndexOf(".");
  return { prefix: ip.slice(0, dot), number: Number(ip.slice(dot + 1)) };
}

/** The first and the last. @param range what `ipv4Range` accepts */
export function rangeEnds(
  range: string,
): readonly [AddressParts, AddressParts] {
  const [first = "", last = ""] = range.split("-");
  return [addressParts(first), addressParts(last)];
}
