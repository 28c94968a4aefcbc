/** Who may read how much at once: the journal of this machine as callers get it. */

import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalErrorCode,
  type JournalRequest,
  ReaderPlaces,
} from "@ghaf/daemon";
import { AgentError, type AgentErrorCode } from "../errors.ts";

/** Each is a child process; the server of the control plane needs one per person who looks. */
const MOST_READERS = 16;
/** The admin asks for everybody, so this is much; but nobody else takes all. */
const MOST_OF_ONE = 12;

/** The journal with a bound, and failures in the agent's words. */
export class JournalReader {
  readonly #journal: Journal;
  readonly #places = new ReaderPlaces();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /**
   * @param caller undefined: one without a certificate
   * @throws AgentError `exhausted`, `unavailable`, `failed`
   */
  async *read(
    caller: string | undefined,
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<JournalEntry, void, void> {
    const bounds = [
      { who: "all callers", most: MOST_READERS },
      { who: caller ?? "callers without a certificate", most: MOST_OF_ONE },
    ];
    try {
      yield* this.#places.read(bounds, () =>
        this.#journal.read(request, signal),
      );
    } catch (cause) {
      if (!(cause instanceof JournalError)) throw cause;
      throw new AgentError(CODES[cause.code], cause.message, { cause });
    }
  }
}

const CODES: Readonly<Record<JournalErrorCode, AgentErrorCode>> = {
  "not-installed": "unavailable",
  failed: "failed",
  exhausted: "exhausted",
};
