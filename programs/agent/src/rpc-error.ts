/** The one place where the agent's errors become the statuses that callers see. */

import { ApiError } from "@ghaf/api";
import { debugDetail, RpcError, type StatusCode } from "@ghaf/api/rpc";
import { AgentError, type AgentErrorCode } from "./errors.ts";

/** The reference answers Unknown nearly everywhere; its clients read the text only. */
const STATUS: Readonly<Record<AgentErrorCode, StatusCode>> = {
  "invalid-request": "invalid-argument",
  "not-allowed": "permission-denied",
  "not-found": "not-found",
  "already-exists": "already-exists",
  failed: "failed-precondition",
  exhausted: "resource-exhausted",
  timeout: "deadline-exceeded",
  unavailable: "unavailable",
  "not-in-this-version": "unimplemented",
  configuration: "internal",
};

/** What is not the agent's own error is Internal, and its text stays here. */
export function toRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  if (error instanceof AgentError) {
    return new RpcError(STATUS[error.code], error.message, {
      debug: debugDetail(error),
      cause: error,
    });
  }
  if (error instanceof ApiError) {
    return new RpcError("invalid-argument", error.message, { cause: error });
  }
  return new RpcError("internal", "internal error of the agent", {
    cause: error,
  });
}
