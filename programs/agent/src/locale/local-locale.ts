/**
 * A LocaleControl that only remembers. An agent whose units are run by the local
 * supervisor shares its machine with others and must not change the language or
 * the clock of that machine; it uses this one.
 */

import type { LocaleControl, LocaleSettings } from "./locale-control.ts";

export interface LocalLocale extends LocaleControl {
  /** What was last set; empty and undefined before. */
  current(): {
    readonly locale: LocaleSettings;
    readonly timezone: string | undefined;
  };
}

export function createLocalLocale(): LocalLocale {
  let locale: LocaleSettings = new Map();
  let timezone: string | undefined;
  return {
    async setLocale(settings) {
      locale = new Map(settings);
    },
    async setEnvironment() {
      // What is started next inherits this process, which has one language.
    },
    async setTimezone(name) {
      timezone = name;
    },
    current: () => ({ locale, timezone }),
  };
}
