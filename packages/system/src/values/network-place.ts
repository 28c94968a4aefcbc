/** Interfaces and addresses that are computed unless someone gives them: the empty text is one of their values. */

import { narrowed, t } from "@ghaf/module-system";
import { textForm } from "./text-form.ts";

/** The kernel keeps 15 characters (IFNAMSIZ with the final zero is 16). */
const INTERFACE_MAX = 15;

export const interfaceOrNone = textForm({
  expected:
    "the name of a network interface like “ethint0”, at most 15 characters, or the empty text",
  pattern: /^(?:[A-Za-z0-9][\w.-]*)?$/,
  max: INTERFACE_MAX,
});

export const interfaceName = textForm({
  expected:
    "the name of a network interface like “tap-chrome-vm”: letters, digits and “_.-”, at most 15 characters",
  pattern: /^[A-Za-z0-9][\w.-]*$/,
  max: INTERFACE_MAX,
});

export const addressOrNone = narrowed(
  t.string,
  "an IPv4 address like “192.168.100.103”, or the empty text",
  (value) => value === "" || isIpv4(value),
);

function isIpv4(text: string): boolean {
  const octets = text.split(".");
  return octets.length === 4 && octets.every(isOctet);
}

/** Without leading zeros, which some programs read as octal. */
function isOctet(text: string): boolean {
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255;
}
