/** What machines have logged, read through the admin; followed through lost connections and restarted machines. */

import type { Entry } from "@ghaf/api/proto/ghaf/journal/v1/journal";
import type { StatusCode } from "@ghaf/api/rpc";
import { ControlError, toControlError } from "./control-error.ts";
import { type Pacing, retryDelayMs } from "./pacing.ts";

/** One thing that was logged. Its texts are whatever programs wrote: escape control characters before a terminal sees them. */
export interface JournalEntry {
  /** Microseconds since 1970. */
  readonly timeUs: bigint;
  /** Empty: none. */
  readonly unit: string;
  /** What the program calls itself; may be empty. */
  readonly identifier: string;
  /** 0 (emergency) to 7 (debug), syslog(3). */
  readonly priority: number;
  /** It may have several lines. */
  readonly message: string;
  /** 0: not known. */
  readonly pid: number;
}

/** A journal, and how much of it. */
export interface JournalRef {
  /** By its agent's name; empty: the machine of the admin. */
  readonly vm: string;
  /** Undefined: all units. */
  readonly unit?: string | undefined;
  /** The newest so many to begin with; default: 100. */
  readonly lines?: number | undefined;
  /** Go on with what is logged from now on. */
  readonly follow?: boolean;
}

export interface JournalOptions {
  /** Ends it, quietly. */
  readonly signal?: AbortSignal;
  /** Of a journal that is followed: `fail` throws when it cannot be read at all; the default tries for ever. */
  readonly firstAttempt?: "retry" | "fail";
  /** Told of every loss before the next attempt. */
  readonly onInterrupted?: (error: ControlError) => void;
}

/** Opens one stream, which begins with so many lines. */
export type OpenJournal = (
  lines: number,
  signal: AbortSignal,
) => AsyncIterable<Entry>;

/** What may have been logged while nobody listened. */
const LINES_AFTER_LOSS = 1_000;

/** How one journal is read, with all that was left open decided. */
export interface JournalReading extends JournalOptions {
  readonly follow: boolean;
  readonly lines: number;
}

/** Trying again is no remedy. */
const FINAL: readonly StatusCode[] = [
  "invalid-argument",
  "permission-denied",
  "unauthenticated",
  "unimplemented",
];

interface Progress {
  /** Of the newest entry; undefined: there was none. */
  latestUs: bigint | undefined;
  /** The stream was open once. */
  hasBegun: boolean;
  /** In a row. */
  failures: number;
}

/** @throws ControlError */
export async function* journalEntries(
  open: OpenJournal,
  pacing: Pacing,
  options: JournalReading,
): AsyncGenerator<JournalEntry, void> {
  const signal = options.signal ?? new AbortController().signal;
  const progress = { latestUs: undefined, hasBegun: false, failures: 0 };
  while (!signal.aborted) {
    const lines = progress.hasBegun ? LINES_AFTER_LOSS : options.lines;
    const failure = yield* oneStream(open(lines, signal), progress);
    if (signal.aborted) return;
    if (!options.follow && failure === undefined) return;
    const loss = failure ?? new ControlError("aborted", "the journal ended");
    if (isFinal(loss, progress, options)) throw loss;
    options.onInterrupted?.(loss);
    progress.failures += 1;
    await pacing.wait(retryDelayMs(progress.failures, pacing.random()), signal);
  }
}

function isFinal(
  { code }: ControlError,
  { hasBegun }: Progress,
  { follow, firstAttempt }: JournalReading,
): boolean {
  return (
    !follow || FINAL.includes(code) || (firstAttempt === "fail" && !hasBegun)
  );
}

/** After a loss only what is newer than everything before. @returns why it ended; undefined: well */
async function* oneStream(
  entries: AsyncIterable<Entry>,
  progress: Progress,
): AsyncGenerator<JournalEntry, ControlError | undefined> {
  const knownUs = progress.latestUs;
  try {
    for await (const entry of entries) {
      progress.hasBegun = true;
      progress.failures = 0;
      if (knownUs !== undefined && entry.timeUs <= knownUs) continue;
      progress.latestUs = entry.timeUs;
      yield readEntry(entry);
    }
    return undefined;
  } catch (error) {
    return toControlError(error);
  }
}

function readEntry(entry: Entry): JournalEntry {
  const { timeUs, unit, identifier, priority, message, pid } = entry;
  return { timeUs, unit, identifier, priority, message, pid };
}
