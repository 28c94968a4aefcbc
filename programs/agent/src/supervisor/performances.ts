/** The programs that the keeper runs for units, each waited for to its end. */

import { type Deferred, deferred, within } from "@ghaf/daemon";
import type { PerformMessage } from "./keeper-messages.ts";

/** A program that has not ended by then is killed. */
const DEADLINE_MS = 10_000;
/** The keeper has as long to say so. */
const ANSWER_MS = 2_000;

export class Performances {
  readonly #send: (message: PerformMessage) => void;
  readonly #open = new Map<number, Deferred<void>>();

  constructor(send: (message: PerformMessage) => void) {
    this.#send = send;
  }

  /** @throws Error that says why the program failed, or that nobody knows */
  async perform(
    program: Pick<PerformMessage, "run" | "command" | "environment">,
  ): Promise<void> {
    const { run } = program;
    const done = deferred<void>();
    this.#open.set(run, done);
    this.#send({ do: "perform", ...program, deadlineMs: DEADLINE_MS });
    const late = new Error("the keeper of the units does not answer");
    try {
      await within(done.promise, DEADLINE_MS + ANSWER_MS, late);
    } finally {
      this.#open.delete(run);
    }
  }

  onPerformed(run: number, failure: string | undefined): void {
    const done = this.#open.get(run);
    if (failure === undefined) done?.resolve();
    else done?.reject(new Error(failure));
  }

  /** The keeper is gone. */
  onLost(reason: string): void {
    const lost = new Error(`the keeper of the units was lost: ${reason}`);
    for (const done of this.#open.values()) done.reject(lost);
  }
}
