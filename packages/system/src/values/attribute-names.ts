/** What the names of an attribute set must look like. */

interface Attributes {
  readonly [name: string]: unknown;
}

/** @param pattern anchored at both ends @returns whether every name of a set matches */
export function namesMatch(
  pattern: RegExp,
  longest: number,
): (value: Attributes) => boolean {
  return (value) =>
    Object.keys(value).every(
      (name) => name.length <= longest && pattern.test(name),
    );
}

/** An absolute path, but for places that are made anew whenever a machine starts. */
export const areFilePaths = namesMatch(
  /^(?!\/(?:dev|proc|run|sys)(?:\/|$))(?:\/(?!\.{1,2}(?:\/|$))[\w.+@:,=~-]+)+$/,
  4095,
);

/** Units that a file can describe, also templates. A leading hyphen would be read as an option of systemctl (systemd.unit(5)). */
export const areUnitNames = namesMatch(
  /^[\w:.][\w:.-]*(?:@[\w:.-]*)?\.(?:service|socket|target|mount|automount|swap|timer|path|slice|scope)$/,
  255,
);

/** Sections and settings of units: `Service`, `ExecStart`. */
export const areUnitWords = namesMatch(/^[A-Z][A-Za-z0-9-]*$/, 64);

/** Users, as useradd(8) accepts them. */
export const areUserNames = namesMatch(/^[a-z_][a-z0-9_-]*$/, 31);

/** Settings of INI files and policies. */
export const areIniNames = namesMatch(/^[\w.%*-]+$/, 128);
