/** Keeping status.json true: each change replaces the file as a whole, where there is room, and a change that cannot be written stops no VM. */

import { constants } from "node:fs";
import { open, rename, rm, writeFile } from "node:fs/promises";
import type { Clock } from "../clock.ts";
import { STATUS_FILE, type VmStatus } from "./vm-status.ts";

/** What may change; the times follow from the phase. */
export type StatusChange = Partial<
  Omit<VmStatus, "version" | "sinceUnixMs" | "startedUnixMs" | "readyUnixMs">
>;

export interface StatusFile {
  readonly current: VmStatus;
  /** Written by and by; of changes in a row only the last is. */
  change(change: StatusChange): void;
  /** Resolves when all changes up to now have been written. */
  flush(): Promise<void>;
}

export interface StatusFileParts {
  readonly vm: string;
  readonly image: string | null;
  readonly revision: string | null;
  readonly runnerPid: number;
  readonly clock: Clock;
  /** Told once. */
  readonly onError: (error: unknown) => void;
}

/** Begins it in the working directory, with the phase `preparing`. */
export function openStatusFile(parts: StatusFileParts): StatusFile {
  const { clock } = parts;
  let current = firstStatus(parts);
  let isDue = false;
  let writing = Promise.resolve();
  const hear = once(parts.onError);
  const write = () => {
    if (isDue) return;
    isDue = true;
    writing = writing
      .then(() => {
        isDue = false;
        return replace(current);
      })
      .catch(hear);
  };
  write();
  return {
    get current() {
      return current;
    },
    change: (change) => {
      current = { ...current, ...change, ...timesOf(current, change, clock) };
      write();
    },
    flush: () => writing,
  };
}

function timesOf(
  { phase, sinceUnixMs, readyUnixMs }: VmStatus,
  change: StatusChange,
  clock: Clock,
) {
  const next = change.phase ?? phase;
  const since = next === phase ? sinceUnixMs : clock.unixMs();
  const ready = readyUnixMs ?? (next === "ready" ? since : null);
  return { sinceUnixMs: since, readyUnixMs: ready };
}

function firstStatus({
  vm,
  image,
  revision,
  runnerPid,
  clock,
}: StatusFileParts): VmStatus {
  const now = clock.unixMs();
  return {
    ...{ version: 1, vm, phase: "preparing", status: "" },
    ...{ sinceUnixMs: now, startedUnixMs: now, readyUnixMs: null },
    ...{ accelerator: null, runnerPid, qemuPid: null, image, revision },
    ...{ outcome: null, stop: null },
  };
}

async function replace(status: VmStatus): Promise<void> {
  const text = `${JSON.stringify(status)}\n`;
  try {
    await replaceBy(text);
  } catch (error) {
    // A full disk has no room for a second file, and what its VM waits for is to be told.
    await overwriteBy(text).catch(() => {
      throw error;
    });
  }
}

async function replaceBy(text: string): Promise<void> {
  const draft = `${STATUS_FILE}.new`;
  // What a killed runner left may have another owner or mode.
  await rm(draft, { force: true });
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await rename(draft, STATUS_FILE);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** In the room that it has: whoever reads just then may find no status, and JSON ends in any blanks. */
async function overwriteBy(text: string): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_NOFOLLOW;
  const file = await open(STATUS_FILE, flags);
  try {
    const { size } = await file.stat();
    await file.write(text.padEnd(size));
  } finally {
    await file.close();
  }
}

function once<T>(listener: (value: T) => void): (value: T) => void {
  let isTold = false;
  return (value) => {
    if (!isTold) listener(value);
    isTold = true;
  };
}
