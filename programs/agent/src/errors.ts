/**
 * The error of the agent: why something that was asked of it, or its own start,
 * did not work. `rpc-error.ts` alone turns it into what a caller sees.
 */

export type AgentErrorCode =
  /** The request cannot be right, whoever asks. */
  | "invalid-request"
  /** Outside of what this agent may do. */
  | "not-allowed"
  /** What was asked for is not there. */
  | "not-found"
  /** The name is taken. */
  | "already-exists"
  /** It was tried, and the machine said no. */
  | "failed"
  /** A bound on what callers may have at once. */
  | "exhausted"
  /** No answer in time. */
  | "timeout"
  /** What is needed to answer cannot be reached. */
  | "unavailable"
  /** Known, and not part of this version. */
  | "not-in-this-version"
  /** The command line, a configuration file or the environment is wrong. */
  | "configuration";

/** The message is safe to show to a caller; `value` is what failed. */
export class AgentError extends Error {
  readonly code: AgentErrorCode;
  readonly value: unknown;

  constructor(
    code: AgentErrorCode,
    message: string,
    options: { readonly value?: unknown; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "AgentError";
    this.code = code;
    this.value = options.value;
  }
}
