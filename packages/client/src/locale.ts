/** The locale variables that the control plane can set (control-plane specification 1.4). */

import { LocaleMacroKey } from "@ghaf/api/proto/locale/locale";

/** In the order of their numbers on the wire. */
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

/** The fields of the wire message. */
export function writeLocaleAssignment({ key, value }: LocaleAssignment) {
  return { key: LocaleMacroKey[key], value };
}
