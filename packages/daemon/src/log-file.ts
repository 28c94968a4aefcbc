/** The files that programs append what they say to: one file each, of bounded size, and one older one. */

import { constants, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { putAwayCopy } from "./log-copy.ts";

/** A log that is larger makes room: the last so many bytes of it become `<file>.1`. */
const LARGEST_LOG = 4 * 1024 * 1024;
/** What is written between two looks is what a log may be too large by. */
const LOOK_EACH_MS = 5_000;

/**
 * Opens the log, for its user alone, and makes its folder.
 * @returns a descriptor, which the caller closes
 * @throws Error that names the log
 */
export function openLogFile(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    if (isTooLarge(path)) putAwayCopy(path, LARGEST_LOG);
    const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;
    return openSync(path, O_APPEND | O_CREAT | O_NOFOLLOW | O_WRONLY, 0o600);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`its log cannot be written: ${reason}`, { cause });
  }
}

/**
 * Looks now and then after logs whose writers go on; keeps no process running.
 * @param paths asked at each look; their writers append, or a hole would be left
 * @returns ends it
 */
export function boundLogFiles(paths: () => Iterable<string>): () => void {
  const timer = setInterval(() => {
    for (const path of paths()) makeRoom(path);
  }, LOOK_EACH_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Emptied and not renamed: whoever writes has it open, and may have given it to others. */
function makeRoom(path: string): void {
  try {
    if (isTooLarge(path)) putAwayCopy(path, LARGEST_LOG);
  } catch {
    // A folder that is gone, or is no more this user's: there is nobody to tell.
  }
}

function isTooLarge(path: string): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size > LARGEST_LOG;
}
