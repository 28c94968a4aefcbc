/** The file that a unit's output is appended to. */

import { constants, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

/** A log that is larger when its unit starts makes room; one older log is kept. */
const LARGEST_LOG = 4 * 1024 * 1024;

/**
 * Opens the log, for its user alone, and makes its folder.
 * @returns a descriptor, which the caller closes
 * @throws Error that names the log
 */
export function openUnitLog(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    makeRoom(path);
    const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
    return openSync(path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`its log cannot be written: ${reason}`, { cause });
  }
}

function makeRoom(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(path, `${path}.1`);
}
