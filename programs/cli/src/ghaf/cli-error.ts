/** The error of the command `ghaf`: what went wrong, how it ends the process, and what to try next. */

export type CliErrorCode =
  /** The command line says something that cannot be. */
  | "usage"
  /** An environment variable, file or credential that is needed is not usable. */
  | "configuration"
  /** What was named does not exist. */
  | "not-found"
  /** Nobody answered. */
  | "unreachable"
  /** Somebody answered: no. */
  | "denied"
  /** What was to be made is there already. */
  | "exists"
  /** The command's backend is not part of this version. */
  | "not-in-this-version"
  | "failed";

export interface CliErrorOptions {
  /** What to do next: a sentence or a command line, one per entry. */
  readonly hints?: readonly string[];
  /** Causes, outer to inner. */
  readonly causes?: readonly string[];
  readonly cause?: unknown;
}

export class CliError extends Error {
  readonly code: CliErrorCode;
  readonly hints: readonly string[];
  readonly causes: readonly string[];

  constructor(
    code: CliErrorCode,
    message: string,
    options: CliErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "CliError";
    this.code = code;
    this.hints = options.hints ?? [];
    this.causes = options.causes ?? [];
  }
}

/** Ends the command with a status; whatever was to be said is said. */
export class Ended extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`ended with ${status}`);
    this.name = "Ended";
    this.status = status;
  }
}

/** The exit status of the process (control-plane design 1). */
export function exitStatus(code: CliErrorCode): number {
  switch (code) {
    case "failed":
    case "exists":
    case "not-in-this-version":
      return 1;
    case "usage":
    case "configuration":
      return 2;
    case "not-found":
      return 3;
    case "unreachable":
      return 4;
    case "denied":
      return 5;
  }
}
