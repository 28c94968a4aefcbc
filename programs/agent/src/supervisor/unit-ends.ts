/** How a start or a run can end, in the words of a failure. */

import type { UnitName } from "@ghaf/api";
import { UnitsError } from "../systemd/units.ts";

/** systemd.service(5), SuccessExitStatus: "the normal termination signals". */
const CLEAN_SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE"];

/** @param success exit statuses that are clean beside 0 */
export function isCleanExit(
  code: number | null,
  signal: string | null,
  success: readonly number[],
): boolean {
  if (signal !== null) return CLEAN_SIGNALS.includes(signal);
  return code === 0 || (code !== null && success.includes(code));
}

/** A run that is over, or never was. */
export interface RunOver {
  readonly isClean: boolean;
  readonly code: number | null;
  /** What has happened, a clause for the log. */
  readonly how: string;
  /** What a start that was under way fails with. */
  readonly failure: UnitsError;
}

/** The program could not be executed. */
export function neverExecuted(name: UnitName, how: string): RunOver {
  return { isClean: false, code: null, how, failure: startFailed(name, how) };
}

export function programEnded(
  name: UnitName,
  { code, signal }: { code: number | null; signal: string | null },
  isClean: boolean,
): RunOver {
  const how = `it ended with ${signal ?? code}`;
  const failure = startFailed(name, `${how} before it had started`);
  return { isClean, code, how, failure };
}

/** Nobody knows the run any more. */
export function lostWithKeeper(name: UnitName, reason: string): RunOver {
  const how = `it was lost with its keeper: ${reason}`;
  const text = `${name} was lost with its keeper: ${reason}`;
  const failure = new UnitsError("unavailable", name, text);
  return { isClean: false, code: null, how, failure };
}

/** systemd's word for it is `timeout`, and `failed` for the job. */
export function notReady(name: UnitName, limitMs: number): UnitsError {
  const seconds = limitMs / 1_000;
  return startFailed(name, `timeout: it was not ready within ${seconds} s`);
}

/** The start has ended because a stop was asked for. */
export function canceled(name: UnitName): UnitsError {
  const text = `cannot start ${name}: it is being stopped`;
  const result = "canceled";
  return new UnitsError("job-failed", name, text, { result });
}

export function forgotten(name: UnitName): UnitsError {
  return new UnitsError("no-such-unit", name, `unit ${name} has ended`);
}

export function notActive(name: UnitName): UnitsError {
  return new UnitsError("not-supported", name, `${name} is not active`);
}

function startFailed(name: UnitName, reason: string): UnitsError {
  const text = `cannot start ${name}: ${reason}`;
  return new UnitsError("job-failed", name, text, { result: "failed" });
}
