/** The error of this program: a closed list of codes; rpc-error.ts alone turns them into statuses. */

export type AdminErrorCode =
  /** A field of the request is missing or malformed. */
  | "invalid-request"
  /** The caller has no certificate where one is needed. */
  | "no-identity"
  /** The caller's certificate does not allow what it claims or asks. */
  | "denied"
  /** Nothing of that name is registered or loaded. */
  | "not-found"
  /** More than one thing has that name. */
  | "ambiguous"
  /** The thing exists but its state does not allow, or did not become, what was asked. */
  | "wrong-state"
  | "exists"
  /** A bound on what one peer may keep here. */
  | "exhausted"
  /** A newer session took over, or a watcher fell behind. */
  | "aborted"
  | "timeout"
  | "unreachable"
  | "cancelled"
  | "not-supported"
  /** A file could not be written or read. */
  | "storage"
  /** The agent failed and gave no better code. */
  | "agent-failed"
  /** The command line, or what stands in for it, is wrong: exit status 2. */
  | "usage"
  /** The program cannot start as it was told to: exit status 1. */
  | "start";

export interface AdminErrorOptions {
  /** What failed: a name, a number, a field. */
  readonly value?: unknown;
  readonly cause?: unknown;
}

/** The message is safe to show to the caller. */
export class AdminError extends Error {
  readonly code: AdminErrorCode;
  readonly value: unknown;

  constructor(
    code: AdminErrorCode,
    message: string,
    options: AdminErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AdminError";
    this.code = code;
    this.value = options.value;
  }
}
