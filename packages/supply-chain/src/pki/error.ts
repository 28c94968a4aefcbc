/** The error of this room: a value that no certificate can be made from or read out of. */

export type PkiErrorCode =
  | "invalid-name"
  | "invalid-address"
  | "invalid-validity"
  | "invalid-key"
  | "invalid-certificate"
  | "not-an-authority"
  | "key-mismatch";

/** `field` is the option that was wrong, as the caller spelled it; `value` is what it held (never a key). */
export class PkiError extends Error {
  readonly code: PkiErrorCode;
  readonly field: string;
  readonly value: unknown;

  constructor(
    code: PkiErrorCode,
    field: string,
    reason: string,
    options: { readonly value?: unknown; readonly cause?: unknown } = {},
  ) {
    super(
      `${field}: ${reason}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "PkiError";
    this.code = code;
    this.field = field;
    this.value = options.value;
  }
}
