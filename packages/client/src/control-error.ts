/** The error of this package: how a call to the admin ended when it did not succeed. */

import { RpcError, type StatusCode } from "@ghaf/api/rpc";

export interface ControlErrorOptions {
  /** Root cause as the server tells it. */
  readonly detail?: string | undefined;
  /** Causes below the message, outer to inner, root last. */
  readonly causes?: readonly string[];
  readonly cause?: unknown;
}

/**
 * Thrown by every function of this package. The texts come from the server and
 * are for showing only: escape control characters before a terminal sees them.
 */
export class ControlError extends Error {
  /** The gRPC status as a word, for instance `not-found` or `unavailable`. */
  readonly code: StatusCode;
  readonly detail: string | undefined;
  readonly causes: readonly string[];

  constructor(
    code: StatusCode,
    message: string,
    options: ControlErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "ControlError";
    this.code = code;
    this.detail = options.detail;
    this.causes = options.causes ?? [];
  }
}

/** The one door by which what a transport threw becomes a ControlError. */
export function toControlError(error: unknown): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof RpcError) {
    return new ControlError(error.code, error.message, {
      detail: error.debug?.detail,
      causes: causesOf(error),
      cause: error,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ControlError("unknown", message, { cause: error });
}

/** The stack entries, completed by the detail when a server sent only that. */
function causesOf(error: RpcError): readonly string[] {
  const { stack, detail } = error.debug ?? { stack: [], detail: "" };
  const known = stack.at(-1) ?? error.message;
  return detail === "" || detail === known ? stack : [...stack, detail];
}
