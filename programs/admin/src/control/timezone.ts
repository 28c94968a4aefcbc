/** What the name of a time zone is, and the file that remembers it (specification 2.11). */

import { quote } from "@ghaf/api";
import { AdminError } from "../errors.ts";

const TIMEZONE = /^[A-Z][A-Za-z0-9+-]*(?:\/[A-Z][A-Za-z0-9+_-]*)*$/;
const TIMEZONE_MAX = 255;

/** @throws AdminError `invalid-request` */
export function parseTimezone(untrusted: string): string {
  if (isTimezone(untrusted)) return untrusted;
  throw new AdminError(
    "invalid-request",
    `${quote(untrusted)} is not a time zone`,
    { value: untrusted },
  );
}

/** The first line of timezone.conf; undefined when it holds no time zone. */
export function readTimezoneFile(text: string): string | undefined {
  const line = text.split("\n", 1)[0]?.trim() ?? "";
  return isTimezone(line) ? line : undefined;
}

function isTimezone(text: string): boolean {
  return text.length <= TIMEZONE_MAX && TIMEZONE.test(text);
}
