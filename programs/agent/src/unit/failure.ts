/** How what the port to the units throws is told to a caller. */

import { AgentError, type AgentErrorCode } from "../errors.ts";
import { UnitsError, type UnitsErrorCode } from "../systemd/units.ts";

const CODES: Readonly<Record<UnitsErrorCode, AgentErrorCode>> = {
  "no-such-unit": "not-found",
  "job-failed": "failed",
  "unit-exists": "already-exists",
  "not-supported": "failed",
  denied: "not-allowed",
  timeout: "timeout",
  unavailable: "unavailable",
};

/**
 * The same failure as `<intent>: <reason>`, the shape of specification 1.15. What
 * is neither the agent's nor the units' own error is a fault and passes unchanged.
 */
export function explain(intent: string, cause: unknown): unknown {
  if (cause instanceof AgentError) {
    return new AgentError(cause.code, `${intent}: ${cause.message}`, {
      value: cause.value,
      cause,
    });
  }
  if (cause instanceof UnitsError) {
    return new AgentError(CODES[cause.code], `${intent}: ${cause.message}`, {
      value: cause.unit,
      cause,
    });
  }
  return cause;
}
