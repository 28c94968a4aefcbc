/** For tests: a journal of memory. */

import type { Journal, JournalEntry, JournalRequest } from "@ghaf/daemon";

export function fakeEntry(more: Partial<JournalEntry> = {}): JournalEntry {
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

export class FakeJournal implements Journal {
  readonly requests: JournalRequest[] = [];
  entries: readonly JournalEntry[] = [];
  /** Thrown after the entries. */
  failure: Error | undefined;

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
