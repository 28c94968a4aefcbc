/** From when until when a certificate holds: days as people give them, turned into two instants. */

import { PkiError } from "./error.ts";

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** An authority for development lives ten years, as the reference's does. */
export const AUTHORITY_DAYS = 3650;
/** A leaf lives one year: it is cheap to issue again, and cannot be revoked. */
export const LEAF_DAYS = 365;
const MOST_DAYS = 36_500;
const DAY_MS = 86_400_000;
/** A VM whose clock is up to a day behind still accepts what was just issued. */
const BACKDATED_MS = DAY_MS;

/** `days` from now, and valid already since yesterday. @throws PkiError `invalid-validity` */
export function validFor(days: number, now: Date): Validity {
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new PkiError(
      "invalid-validity",
      "days",
      `${days} is no whole number of days between 1 and ${MOST_DAYS}`,
      { value: days },
    );
  }
  return {
    notBefore: wholeSecond(now.getTime() - BACKDATED_MS),
    notAfter: wholeSecond(now.getTime() + days * DAY_MS),
  };
}

/** The window between two given instants. @throws PkiError `invalid-validity` */
export function validBetween(notBefore: Date, notAfter: Date): Validity {
  if (!(notBefore.getTime() < notAfter.getTime())) {
    throw new PkiError(
      "invalid-validity",
      "notAfter",
      "must be a time after notBefore",
      { value: notAfter },
    );
  }
  return {
    notBefore: wholeSecond(notBefore.getTime()),
    notAfter: wholeSecond(notAfter.getTime()),
  };
}

/** Certificates tell time in whole seconds (RFC 5280 4.1.2.5). */
function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
