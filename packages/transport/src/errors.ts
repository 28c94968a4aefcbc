/** The error of this package: something about listening, dialling or certificate files. */

export type TransportErrorCode =
  /** A certificate or key file is missing, unreadable or not what it should be. */
  | "tls-file"
  /** An address cannot be listened on. */
  | "listen"
  /** This kind of address cannot be used for that. */
  | "not-supported";

export class TransportError extends Error {
  readonly code: TransportErrorCode;
  /** The file or address that failed. */
  readonly subject: string;

  constructor(
    code: TransportErrorCode,
    subject: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "TransportError";
    this.code = code;
    this.subject = subject;
  }
}
