/**
 * The one place where errors become gRPC statuses. Each carries its causes as
 * DebugInfo (specification 1.14). What is not expected here is internal: it is
 * logged, and its text stays with us.
 */

import { ApiError } from "@ghaf/api";
import {
  type DebugDetail,
  debugDetail,
  RpcError,
  type StatusCode,
} from "@ghaf/api/rpc";
import type { Logger } from "@ghaf/daemon";
import { AdminError, type AdminErrorCode } from "./errors.ts";

const STATUS: Readonly<Record<AdminErrorCode, StatusCode>> = {
  "invalid-request": "invalid-argument",
  "no-identity": "unauthenticated",
  denied: "permission-denied",
  "not-found": "not-found",
  ambiguous: "failed-precondition",
  "wrong-state": "failed-precondition",
  exists: "already-exists",
  exhausted: "resource-exhausted",
  aborted: "aborted",
  timeout: "deadline-exceeded",
  unreachable: "unavailable",
  cancelled: "cancelled",
  "not-supported": "unimplemented",
  storage: "internal",
  "agent-failed": "unknown",
  usage: "internal",
  start: "internal",
};

/** Makes the mapping of this program's errors. */
export function createErrorMapping(
  logger: Logger,
): (error: unknown) => RpcError {
  return (error) => {
    if (error instanceof RpcError) return error;
    if (error instanceof AdminError) return known(STATUS[error.code], error);
    if (error instanceof ApiError) return known("invalid-argument", error);
    logger.error("a call failed unexpectedly", {
      error,
      stack: error instanceof Error ? error.stack : undefined,
    });
    return new RpcError("internal", "internal error, see the admin's log");
  };
}

function known(code: StatusCode, error: Error): RpcError {
  return new RpcError(code, error.message, {
    debug: detailOf(error),
    cause: error,
  });
}

/** What an agent said of its own causes stands for the agent's error, whose text ours repeats. */
function detailOf(error: Error): DebugDetail {
  return remoteDetail(error.cause) ?? debugDetail(error);
}

function remoteDetail(error: unknown): DebugDetail | undefined {
  return error instanceof RpcError ? error.debug : undefined;
}
