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

/** Prints an untrusted text so that it cannot break a log line or a terminal. */
export function quote(untrusted: string): string {
  const cut =
    untrusted.length > LONGEST_QUOTE
      ? `${untrusted.slice(0, LONGEST_QUOTE)}…`
      : untrusted;
  return JSON.stringify(cut);
}
