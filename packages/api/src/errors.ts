/** The error of this package: a value from outside that no parser accepts. */

export type ApiErrorCode =
  | "invalid-name"
  | "invalid-endpoint"
  | "invalid-config";

/** Thrown by parsers. `field` names the place of the value, `value` is what failed. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly value: unknown;

  constructor(code: ApiErrorCode, message: string, value?: unknown) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.value = value;
  }
}

const LONGEST_QUOTE = 80;

/**
 * What moves a cursor, hides, or turns the direction of writing round: control
 * and format characters, line and paragraph separators (Unicode general
 * categories Cc, Cf, Zl, Zp). JSON escapes only the first 32 of them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Prints an untrusted text so that it cannot break a log line or a terminal: a
 * JSON string, cut after 80 characters.
 */
export function quote(untrusted: string): string {
  const cut =
    untrusted.length > LONGEST_QUOTE
      ? `${untrusted.slice(0, LONGEST_QUOTE)}…`
      : untrusted;
  return JSON.stringify(cut).replace(UNPRINTABLE, escapeUnits);
}

function escapeUnits(character: string): string {
  return character
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
