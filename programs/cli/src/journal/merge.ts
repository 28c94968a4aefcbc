/** Several streams of what was logged as one, in order of time as far as that can be known in time. */

interface Timed {
  /** Microseconds since 1970. */
  readonly timeUs: bigint;
}

/**
 * Resolves when a stream that has nothing to say is waited for no longer.
 * @param isFirst nothing has come of it yet
 */
export type Patience = (isFirst: boolean) => Promise<void>;

/** For streams that end: each is waited for, however long it takes. */
export const ENDLESS: Patience = () => new Promise(() => undefined);

/** A machine in emulation takes its time to begin. */
const FIRST_MS = 3_000;
const LATER_MS = 200;

/** For streams that go on: what comes late is out of order, and what is quiet holds nobody up. */
export const SHORT: Patience = (isFirst) =>
  new Promise((resolve) => {
    setTimeout(resolve, isFirst ? FIRST_MS : LATER_MS).unref();
  });

/** Reads one value ahead of each stream. Leaving the loop ends all of them. */
export async function* mergeByTime<T extends Timed>(
  streams: readonly AsyncIterable<T>[],
  patience: Patience,
): AsyncGenerator<T, void, void> {
  const heads = streams.map((stream) => new Head(stream, patience));
  try {
    for (;;) {
      const open = heads.filter(({ isOver }) => !isOver);
      if (open.length === 0) return;
      await Promise.race(open.map(({ arrival }) => arrival));
      await Promise.all(open.map(({ calm }) => calm));
      const earliest = earliestOf(open);
      if (earliest !== undefined) yield earliest.take();
    }
  } finally {
    for (const head of heads) head.end();
  }
}

/** The first of those that have the same time. */
function earliestOf<T extends Timed>(
  heads: readonly Head<T>[],
): Waiting<T> | undefined {
  let earliest: Waiting<T> | undefined;
  for (const head of heads) {
    const { value } = head;
    if (value === undefined) continue;
    if (earliest !== undefined && earliest.timeUs <= value.timeUs) continue;
    earliest = { timeUs: value.timeUs, take: () => head.take(value) };
  }
  return earliest;
}

interface Waiting<T> extends Timed {
  take(): T;
}

/** A stream and the value that comes next. */
class Head<T> {
  readonly #iterator: AsyncIterator<T>;
  readonly #patience: Patience;
  /** Undefined while it is waited for. */
  value: T | undefined;
  isOver = false;
  /** The value, the end, or a failure is there. */
  arrival: Promise<void>;
  /** The same, or it was waited for long enough. */
  calm: Promise<void>;

  constructor(stream: AsyncIterable<T>, patience: Patience) {
    this.#iterator = stream[Symbol.asyncIterator]();
    this.#patience = patience;
    this.arrival = this.#pull();
    this.calm = this.#calm(true);
  }

  take(value: T): T {
    this.value = undefined;
    this.arrival = this.#pull();
    this.calm = this.#calm(false);
    return value;
  }

  /** The stream is told; nobody waits for it. */
  end(): void {
    this.arrival.catch(() => undefined);
    this.#iterator.return?.().catch(() => undefined);
  }

  #calm(isFirst: boolean): Promise<void> {
    const calm = Promise.race([this.arrival, this.#patience(isFirst)]);
    // Who waits for it gets the failure; nobody may be waiting.
    calm.catch(() => undefined);
    return calm;
  }

  async #pull(): Promise<void> {
    const next = await this.#iterator.next();
    if (next.done === true) this.isOver = true;
    else this.value = next.value;
  }
}
