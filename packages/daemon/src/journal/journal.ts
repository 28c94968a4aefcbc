/** The port to what this machine has logged. Adapters: journalctl.ts, and the files of units that no systemd keeps. */

/** One thing that was logged. Its texts are whatever programs wrote. */
export interface JournalEntry {
  /** Microseconds since 1970. */
  readonly timeUs: bigint;
  /** Of systemd or of a local supervisor; empty: none. */
  readonly unit: string;
  /** What the program calls itself; may be empty. */
  readonly identifier: string;
  /** 0 (emergency) to 7 (debug), syslog(3). */
  readonly priority: number;
  /** Without its final newline; it may have several lines. */
  readonly message: string;
  /** 0: not known. */
  readonly pid: number;
}

export interface JournalRequest {
  /** A parsed unit name; undefined: all units. */
  readonly unit: string | undefined;
  /** The newest so many to begin with. */
  readonly lines: number;
  /** Go on with what is logged from now on. */
  readonly follow: boolean;
}

export interface Journal {
  /**
   * Entries in their order, read no faster than they are taken. The end of the
   * signal ends them. Rejects with JournalError.
   */
  read(
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncIterable<JournalEntry>;
}

export type JournalErrorCode =
  /** This machine has no such program. */
  | "not-installed"
  /** It said no. */
  | "failed"
  /** As many read as may. */
  | "exhausted";

export class JournalError extends Error {
  readonly code: JournalErrorCode;

  constructor(
    code: JournalErrorCode,
    message: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(message, options);
    this.name = "JournalError";
    this.code = code;
  }
}

/** Bytes of a message; what is longer is cut. */
const LONGEST_MESSAGE = 64 * 1024;

/** The message as it is passed on: bounded, and without its last line end. */
export function boundedMessage(message: Uint8Array): string {
  const kept = message.subarray(0, LONGEST_MESSAGE);
  const text = new TextDecoder().decode(kept).replace(/\n$/, "");
  return kept.length < message.length ? `${text}… (cut)` : text;
}
