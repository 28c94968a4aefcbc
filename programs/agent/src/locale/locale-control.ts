/**
 * The port to what holds the language and the time zone of this machine. Two
 * adapters answer it: systemd's tools, and one that only remembers.
 */

/** What `localectl set-locale` takes, locale.conf(5), without LANGUAGE. */
export type LocaleVariable =
  | "LANG"
  | "LC_ADDRESS"
  | "LC_COLLATE"
  | "LC_CTYPE"
  | "LC_IDENTIFICATION"
  | "LC_MONETARY"
  | "LC_MESSAGES"
  | "LC_MEASUREMENT"
  | "LC_NAME"
  | "LC_NUMERIC"
  | "LC_PAPER"
  | "LC_TELEPHONE"
  | "LC_TIME";

/** Values are well-formed locale names; each variable is there once at most. */
export type LocaleSettings = ReadonlyMap<LocaleVariable, string>;

export interface LocaleControl {
  /** Makes these the machine's settings; variables that are not named are unset. */
  setLocale(settings: LocaleSettings): Promise<void>;
  /** Gives them to what the service manager starts from now on. */
  setEnvironment(settings: LocaleSettings): Promise<void>;
  /** @param timezone a well-formed name; whether there is such a zone is found out here */
  setTimezone(timezone: string): Promise<void>;
}
