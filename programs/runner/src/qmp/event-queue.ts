/** Events on their way to one reader: in order, a bounded number of them. */

import { RunnerError } from "../errors.ts";
import type { QmpEvent } from "./message.ts";

/** A reader that is this far behind has stopped reading. */
const MOST_WAITING = 1_000;

type Step = IteratorResult<QmpEvent, undefined>;

export class EventQueue implements AsyncIterableIterator<QmpEvent, undefined> {
  readonly #waiting: QmpEvent[] = [];
  readonly #readers: {
    readonly resolve: (step: Step) => void;
    readonly reject: (error: Error) => void;
  }[] = [];
  #end: { readonly error: Error | undefined } | undefined;

  push(event: QmpEvent): void {
    if (this.#end !== undefined) return;
    const reader = this.#readers.shift();
    if (reader !== undefined) reader.resolve({ done: false, value: event });
    else if (this.#waiting.length < MOST_WAITING) this.#waiting.push(event);
    else this.finish(fellBehind());
  }

  /** What was pushed before is still read; then the end, or the error. */
  finish(error?: Error): void {
    if (this.#end !== undefined) return;
    this.#end = { error };
    for (const { resolve, reject } of this.#readers.splice(0)) {
      if (error === undefined) resolve(DONE);
      else reject(error);
    }
  }

  next(): Promise<Step> {
    const event = this.#waiting.shift();
    if (event !== undefined) {
      return Promise.resolve({ done: false, value: event });
    }
    if (this.#end === undefined) {
      return new Promise((resolve, reject) => {
        this.#readers.push({ resolve, reject });
      });
    }
    return this.#end.error === undefined
      ? Promise.resolve(DONE)
      : Promise.reject(this.#end.error);
  }

  /** The reader has had enough. */
  return(): Promise<Step> {
    this.#waiting.length = 0;
    this.finish();
    return Promise.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const DONE: Step = { done: true, value: undefined };

function fellBehind(): RunnerError {
  const text = `more than ${MOST_WAITING} events of QEMU wait to be read`;
  return new RunnerError("protocol", text);
}
