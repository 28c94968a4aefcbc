/** The time zone of a request, and the file that remembers it (specification 2.11). */

import { isTimezone, quote } from "@ghaf/api";
import { AdminError } from "../errors.ts";

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
