/** How far one session has come, and who waits for it to come further. */

import type { Mark } from "../agents/agent-link.ts";

export class Arrivals {
  #epoch: string;
  #sequence: bigint;
  #over = false;
  readonly #waiting = new Set<() => void>();

  constructor(epoch: string, sequence: bigint) {
    this.#epoch = epoch;
    this.#sequence = sequence;
  }

  /** Every change up to this number has been applied. */
  get sequence(): bigint {
    return this.#sequence;
  }

  /** A snapshot was applied: numbers count from it on. */
  restart(epoch: string, sequence: bigint): void {
    this.#epoch = epoch;
    this.#sequence = sequence;
    this.#wake();
  }

  reach(sequence: bigint): void {
    this.#sequence = sequence;
    this.#wake();
  }

  /** Nothing more will arrive; nobody needs to wait. */
  end(): void {
    this.#over = true;
    this.#wake();
  }

  /** Resolves once the mark is reached, or never will be. @throws the signal's reason */
  reached(mark: Mark, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const forget = () => {
        this.#waiting.delete(check);
        signal.removeEventListener("abort", abort);
      };
      const abort = () => {
        forget();
        reject(signal.reason);
      };
      const check = () => {
        if (!this.#has(mark)) return;
        forget();
        resolve();
      };
      if (signal.aborted) return reject(signal.reason);
      this.#waiting.add(check);
      signal.addEventListener("abort", abort, { once: true });
      check();
    });
  }

  #has(mark: Mark): boolean {
    const isOther = mark.epoch !== this.#epoch;
    return this.#over || isOther || this.#sequence >= mark.sequence;
  }

  #wake(): void {
    for (const check of [...this.#waiting]) check();
  }
}
