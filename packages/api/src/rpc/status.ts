/**
 * How a call ends when it does not succeed: a gRPC status as a word, a text for
 * the caller, and the causes for whoever debugs. Programs throw their own errors;
 * each maps them to an RpcError in one place.
 */

/** Status words in the order of their gRPC numbers, 0 to 16. */
export const STATUS_CODES = [
  "ok",
  "cancelled",
  "unknown",
  "invalid-argument",
  "deadline-exceeded",
  "not-found",
  "already-exists",
  "permission-denied",
  "resource-exhausted",
  "failed-precondition",
  "aborted",
  "out-of-range",
  "unimplemented",
  "internal",
  "unavailable",
  "data-loss",
  "unauthenticated",
] as const;

export type StatusCode = (typeof STATUS_CODES)[number];

/** The number of a status word on the wire. */
export function statusNumber(code: StatusCode): number {
  return STATUS_CODES.indexOf(code);
}

/** The word of a wire number; anything unheard of is `unknown`. */
export function statusCode(wireNumber: number): StatusCode {
  return STATUS_CODES[wireNumber] ?? "unknown";
}

/** google.rpc.DebugInfo: the root cause, and the causes between it and the message, outer to inner. */
export interface DebugDetail {
  readonly detail: string;
  readonly stack: readonly string[];
}

export interface RpcErrorOptions {
  readonly debug?: DebugDetail | undefined;
  readonly cause?: unknown;
}

/** A call that ended with a status other than ok. The message is safe to show to the caller. */
export class RpcError extends Error {
  readonly code: StatusCode;
  readonly debug: DebugDetail | undefined;

  constructor(
    code: StatusCode,
    message: string,
    options: RpcErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "RpcError";
    this.code = code;
    this.debug = options.debug;
  }
}

/**
 * The cause chain of an error as DebugInfo wants it: root cause text as detail,
 * every message below the outermost as the stack, root last (specification 1.14).
 */
export function debugDetail(error: unknown): DebugDetail {
  const messages = [textOf(error)];
  const seen = new Set([error]);
  let cause = causeOf(error);
  while (cause !== undefined && cause !== null && !seen.has(cause)) {
    seen.add(cause);
    messages.push(textOf(cause));
    cause = causeOf(cause);
  }
  return { detail: messages.at(-1) ?? "", stack: messages.slice(1) };
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

/** Never throws: anything can be thrown, even an object that has no text. */
function textOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "object" || typeof thrown === "function"
    ? Object.prototype.toString.call(thrown)
    : String(thrown);
}
