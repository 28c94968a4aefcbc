/** The port to the files in which the admin remembers settings over a restart. */

export const LOCALE_FILE = "locale-givc.conf";
export const TIMEZONE_FILE = "timezone.conf";

export type SettingsFile = typeof LOCALE_FILE | typeof TIMEZONE_FILE;

export interface SettingsFiles {
  /** Undefined when there is no such file. @throws AdminError `storage` */
  read(file: SettingsFile): Promise<string | undefined>;
  /** Afterwards the file holds this text or, after a failure, what it held before. @throws AdminError `storage` */
  write(file: SettingsFile, text: string): Promise<void>;
}
