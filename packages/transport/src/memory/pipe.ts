/** A bounded queue between the two ends of an in-memory stream, as a socket's buffers are. */

const CAPACITY = 64;

/**
 * Reads `source` ahead, as a server writes ahead of its client, and hands its
 * values on until the source or the call ends.
 * @param ended rejects when the call ends early
 */
export async function* pipe<T>(
  source: AsyncIterable<T>,
  ended: Promise<never>,
): AsyncGenerator<T, void, void> {
  const queue = new Queue<T>();
  const reading = fill(queue, source);
  try {
    for (;;) {
      const next = await Promise.race([queue.take(), ended]);
      // A source that ended because the call did has not come to its end.
      if (next.done === true) return await Promise.race([ended, undefined]);
      yield next.value;
    }
  } finally {
    queue.close();
    void reading.catch(() => undefined);
  }
}

/** The source is left at its next value once the reader has gone. */
async function fill<T>(
  queue: Queue<T>,
  source: AsyncIterable<T>,
): Promise<void> {
  try {
    for await (const value of source) {
      if (!(await queue.put(value))) return;
    }
    queue.finish();
  } catch (error) {
    queue.fail(error);
  }
}

type End =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; error: unknown };

class Queue<T> {
  readonly #values: T[] = [];
  #end: End | undefined;
  #closed = false;
  #wake: (() => void)[] = [];

  /** False when nobody will read any more. */
  async put(value: T): Promise<boolean> {
    this.#values.push(value);
    this.#notify();
    while (this.#values.length >= CAPACITY && !this.#closed)
      await this.#change();
    return !this.#closed;
  }

  async take(): Promise<IteratorResult<T, undefined>> {
    while (this.#values.length === 0 && this.#end === undefined) {
      await this.#change();
    }
    if (this.#values.length > 0) {
      const value = this.#values.shift() as T;
      this.#notify();
      return { done: false, value };
    }
    if (this.#end?.kind === "failed") throw this.#end.error;
    return { done: true, value: undefined };
  }

  finish(): void {
    this.#end ??= { kind: "done" };
    this.#notify();
  }

  fail(error: unknown): void {
    this.#end ??= { kind: "failed", error };
    this.#notify();
  }

  close(): void {
    this.#closed = true;
    this.finish();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #notify(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
