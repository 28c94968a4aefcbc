/**
 * What watchers are told: every event in order. One log of the last events is
 * kept for all; a watcher is only a position in it, so a slow one costs nobody
 * anything. One that is further behind than the log reaches is told to
 * subscribe again (specification 2.10, 8.1 A12).
 */

import { AdminError } from "../errors.ts";

/** Events a watcher may be behind. */
const WATCH_BACKLOG = 4_096;

export class WatchLog<T> {
  readonly #capacity: number;
  readonly #ring: T[] = [];
  readonly #waiting = new Set<() => void>();
  #next = 0;
  #watchers = 0;
  #closed = false;

  constructor(capacity = WATCH_BACKLOG) {
    this.#capacity = capacity;
  }

  /** Open `follow` calls. */
  get watchers(): number {
    return this.#watchers;
  }

  /** Adds events and wakes whoever waits, once for all of them. */
  append(events: readonly T[]): void {
    for (const event of events) {
      this.#ring[this.#next % this.#capacity] = event;
      this.#next += 1;
    }
    if (events.length > 0) this.#wake();
  }

  /** Ends every `follow` cleanly. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /**
   * Yields `first()`, then every event appended after that call. Ends with the
   * signal or the log. @throws AdminError `aborted` when it fell behind
   */
  async *follow(first: () => T, signal: AbortSignal): AsyncGenerator<T> {
    let resume = () => {};
    const wake = () => resume();
    signal.addEventListener("abort", wake, { once: true });
    this.#watchers += 1;
    try {
      let at = this.#next;
      yield first();
      while (!(this.#closed || signal.aborted)) {
        for (; at < this.#next; at++) yield this.#read(at);
        if (this.#closed || signal.aborted) return;
        await new Promise<void>((resolve) => {
          resume = resolve;
          this.#waiting.add(wake);
        });
      }
    } finally {
      this.#watchers -= 1;
      // What nobody is behind on need not be kept.
      if (this.#watchers === 0) this.#ring.length = 0;
      this.#waiting.delete(wake);
      signal.removeEventListener("abort", wake);
    }
  }

  #read(at: number): T {
    const event = this.#ring[at % this.#capacity];
    if (this.#next - at > this.#capacity || event === undefined) {
      throw new AdminError("aborted", "fell behind, subscribe again", {
        value: this.#next - at,
      });
    }
    return event;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}
