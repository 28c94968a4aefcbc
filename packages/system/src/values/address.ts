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
