/** Who may read how much at once: the journal of this machine as callers get it. */

import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalErrorCode,
  type JournalRequest,
} from "@ghaf/daemon";
import { AgentError, type AgentErrorCode } from "../errors.ts";

/** Each is a child process; the server of the control plane needs one per person who looks. */
const MOST_READERS = 16;

/** The journal with a bound, and failures in the agent's words. */
export class JournalReader {
  readonly #journal: Journal;
  #readers = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** @throws AgentError `exhausted`, `unavailable`, `failed` */
  async *read(
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<JournalEntry, void, void> {
    if (this.#readers >= MOST_READERS) {
      const text = `the journal has ${MOST_READERS} readers already`;
      throw new AgentError("exhausted", text);
    }
    this.#readers += 1;
    try {
      yield* this.#journal.read(request, signal);
    } catch (cause) {
      if (!(cause instanceof JournalError)) throw cause;
      throw new AgentError(CODES[cause.code], cause.message, { cause });
    } finally {
      this.#readers -= 1;
    }
  }
}

const CODES: Readonly<Record<JournalErrorCode, AgentErrorCode>> = {
  "not-installed": "unavailable",
  failed: "failed",
};
