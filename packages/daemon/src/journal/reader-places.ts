/** How many may read journals at once: bounded for all together and for each caller, so that one that takes many leaves some to the others. */

import { type JournalEntry, JournalError } from "./journal.ts";

/** A count that a reader is part of. */
export interface Bound {
  /** Whose readers are counted, as a refusal names it. */
  readonly who: string;
  readonly most: number;
}

export class ReaderPlaces {
  readonly #taken = new Map<string, number>();

  /**
   * The entries, while there is a place within every bound.
   * @throws JournalError `exhausted` before anything is read, and as `entries` does
   */
  async *read(
    bounds: readonly Bound[],
    entries: () => AsyncIterable<JournalEntry>,
  ): AsyncGenerator<JournalEntry, void, void> {
    for (const { who, most } of bounds) {
      if (this.#of(who) < most) continue;
      const text = `${who}: ${most} journals are read already, as many as may be at once`;
      throw new JournalError("exhausted", text);
    }
    this.#count(bounds, 1);
    try {
      yield* entries();
    } finally {
      this.#count(bounds, -1);
    }
  }

  #of(who: string): number {
    return this.#taken.get(who) ?? 0;
  }

  #count(bounds: readonly Bound[], by: number): void {
    for (const { who } of bounds) {
      const count = this.#of(who) + by;
      if (count === 0) this.#taken.delete(who);
      else this.#taken.set(who, count);
    }
  }
}
