/** The locale assignments of a request, and the file that remembers the chosen ones (specification 2.11). */

import {
  isLocale,
  LOCALE_KEYS,
  type LocaleAssignment,
  localeKey,
  quote,
} from "@ghaf/api";
import { AdminError } from "../errors.ts";

/**
 * Reads assignments of wire key numbers to locales.
 * @throws AdminError `invalid-request` naming the first one that is wrong
 */
export function parseAssignments(
  untrusted: readonly { readonly key: number; readonly value: string }[],
): LocaleAssignment[] {
  if (untrusted.length === 0) throw invalid("no locale is given", undefined);
  return untrusted.map(({ key: number, value }) => {
    const key = LOCALE_KEYS[number];
    if (key === undefined) {
      throw invalid(`there is no locale key ${number}`, number);
    }
    if (!isLocale(value)) {
      throw invalid(`${quote(value)} is not a locale`, value);
    }
    return { key, value };
  });
}

/** The text of locale-givc.conf: `KEY=value` lines without a final newline. */
export function formatLocaleFile(
  assignments: readonly LocaleAssignment[],
): string {
  return assignments.map(({ key, value }) => `${key}=${value}`).join("\n");
}

/** Reads the file back; lines that say nothing sensible are left out. */
export function readLocaleFile(text: string): LocaleAssignment[] {
  return text.split("\n").flatMap((line) => {
    const [word = "", ...rest] = line.trim().split("=");
    const key = localeKey(word);
    const value = rest.join("=");
    return key === undefined || !isLocale(value) ? [] : [{ key, value }];
  });
}

function invalid(message: string, value: unknown): AdminError {
  return new AdminError("invalid-request", message, { value });
}
