/** The substitute of the journal: entries of memory, and what was asked for. */

import type {
  Journal,
  JournalEntry,
  JournalError,
  JournalRequest,
} from "./journal.ts";

export class MemoryJournal implements Journal {
  readonly requests: JournalRequest[] = [];
  /** What every reader is given, whatever it asks for. */
  entries: readonly JournalEntry[] = [];
  /** Set to make every read fail after its entries. */
  failure: JournalError | undefined;

  /** A followed one goes on until the signal. */
  async *read(
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<JournalEntry, void, void> {
    this.requests.push(request);
    yield* this.entries;
    if (this.failure !== undefined) throw this.failure;
    if (!request.follow || signal.aborted) return;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  }
}

/** An entry with the fields that matter to a test. */
export function journalEntry(more: Partial<JournalEntry> = {}): JournalEntry {
  return {
    timeUs: 1_790_000_000_000_000n,
    unit: "sync.service",
    identifier: "sync",
    priority: 6,
    message: "hello",
    pid: 7,
    ...more,
  };
}
