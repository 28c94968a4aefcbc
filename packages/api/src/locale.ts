/**
 * What a locale and a time zone look like as text, for everybody who takes one
 * from outside (control-plane specification 1.4, 2.11; better than the reference
 * in what 8.1 A25 asks for).
 */

/** What can be assigned, in the order of the numbers of `locale.LocaleMacroKey`. */
export const LOCALE_KEYS = [
  "LANG",
  "LC_ADDRESS",
  "LC_COLLATE",
  "LC_CTYPE",
  "LC_IDENTIFICATION",
  "LC_MONETARY",
  "LC_MESSAGES",
  "LC_MEASUREMENT",
  "LC_NAME",
  "LC_NUMERIC",
  "LC_PAPER",
  "LC_TELEPHONE",
  "LC_TIME",
  "LC_ALL",
] as const;

export type LocaleKey = (typeof LOCALE_KEYS)[number];

/** One `KEY=value`, for instance `LANG=en_US.UTF-8`. */
export interface LocaleAssignment {
  readonly key: LocaleKey;
  readonly value: string;
}

const CODESET = "\\.[A-Za-z0-9-]+";
const MODIFIER = "@[A-Za-z0-9]+";
/** The modifier stands before the codeset, as in the reference, or behind it, as in glibc. */
const LOCALE = new RegExp(
  `^(?:(?:C|POSIX)(?:${CODESET})?|[a-z]{2,3}(?:_[A-Z]{2})?(?:${MODIFIER}(?:${CODESET})?|(?:${CODESET})?(?:${MODIFIER})?))$`,
);
const TIMEZONE = /^[A-Z][A-Za-z0-9+-]*(?:\/[A-Z][A-Za-z0-9+_-]*)*$/;
const LONGEST = 255;

/** True for `C`, `POSIX` or `language[_TERRITORY]`, with codeset and modifier or without. */
export function isLocale(untrusted: string): boolean {
  return untrusted.length <= LONGEST && LOCALE.test(untrusted);
}

/** True for a well-formed name; whether there is such a zone only a machine knows. */
export function isTimezone(untrusted: string): boolean {
  return untrusted.length <= LONGEST && TIMEZONE.test(untrusted);
}

/** The key of that name, or undefined. */
export function localeKey(untrusted: string): LocaleKey | undefined {
  return LOCALE_KEYS.find((known) => known === untrusted);
}
