/** What a locale is, and the file that remembers the chosen ones (specification 2.11). */

import { quote } from "@ghaf/api";
import { LOCALE_KEYS, type LocaleAssignment } from "../agents/agent-link.ts";
import { AdminError } from "../errors.ts";

/** Language, territory, modifier, then the codeset: the order the reference wants. */
const LOCALE =
  /^(?:C|POSIX|[a-z]{2}(?:_[A-Z]{2})?(?:@[A-Za-z0-9]+)?)(?:\.[A-Za-z0-9-]+)?$/;
const LOCALE_MAX = 64;

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

export function isLocale(text: string): boolean {
  return text.length <= LOCALE_MAX && LOCALE.test(text);
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
    const key = LOCALE_KEYS.find((known) => known === word);
    const value = rest.join("=");
    return key === undefined || !isLocale(value) ? [] : [{ key, value }];
  });
}

function invalid(message: string, value: unknown): AdminError {
  return new AdminError("invalid-request", message, { value });
}
