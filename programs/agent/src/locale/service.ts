/** `locale.LocaleClient`: language and time zone between the wire and the domain. */

import { LocaleClient, LocaleMacroKey } from "@ghaf/api/proto/locale/locale";
import { bindService, type ServiceBinding } from "@ghaf/api/rpc";
import type { Locale, UntrustedAssignment } from "./locale.ts";

/** Every variable under its wire number. */
const KEYS: Readonly<Record<LocaleMacroKey, UntrustedAssignment["key"]>> = {
  [LocaleMacroKey.LANG]: "LANG",
  [LocaleMacroKey.LC_ADDRESS]: "LC_ADDRESS",
  [LocaleMacroKey.LC_COLLATE]: "LC_COLLATE",
  [LocaleMacroKey.LC_CTYPE]: "LC_CTYPE",
  [LocaleMacroKey.LC_IDENTIFICATION]: "LC_IDENTIFICATION",
  [LocaleMacroKey.LC_MONETARY]: "LC_MONETARY",
  [LocaleMacroKey.LC_MESSAGES]: "LC_MESSAGES",
  [LocaleMacroKey.LC_MEASUREMENT]: "LC_MEASUREMENT",
  [LocaleMacroKey.LC_NAME]: "LC_NAME",
  [LocaleMacroKey.LC_NUMERIC]: "LC_NUMERIC",
  [LocaleMacroKey.LC_PAPER]: "LC_PAPER",
  [LocaleMacroKey.LC_TELEPHONE]: "LC_TELEPHONE",
  [LocaleMacroKey.LC_TIME]: "LC_TIME",
  [LocaleMacroKey.LC_ALL]: "LC_ALL",
};

export function localeService(locale: Locale): ServiceBinding {
  return bindService(LocaleClient, {
    localeSet: async ({ assignments }) => {
      await locale.setLocale(
        assignments.map(({ key, value }) => ({ key: KEYS[key], value })),
      );
      return {};
    },
    timezoneSet: async ({ Timezone }) => {
      await locale.setTimezone(Timezone);
      return {};
    },
  });
}
