/** The journals of all machines: the one of this machine read here, the others by asking their agents. */

import type { VmName } from "@ghaf/api";
import {
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalErrorCode,
  type JournalRequest,
} from "@ghaf/daemon";
import { type ControlPorts, linkTo } from "../control/reach.ts";
import { AdminError, type AdminErrorCode } from "../errors.ts";
import { agentKey, notRegistered } from "../registry/lookup.ts";

/** Of all callers together: entries wait in this program for a reader that is slow. */
const MOST_READERS = 32;

/** The machine that this program runs in. It needs no agent of its own. */
export interface OwnMachine {
  readonly name: string;
  readonly journal: Journal;
}

export class Journals {
  readonly #ports: ControlPorts;
  readonly #own: OwnMachine;
  #readers = 0;

  constructor(ports: ControlPorts, own: OwnMachine) {
    this.#ports = ports;
    this.#own = own;
  }

  /**
   * @param machine undefined: that of this program
   * @throws AdminError `not-found`, `unreachable`, `exhausted`, and what the agent says
   */
  async *read(
    machine: VmName | undefined,
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<JournalEntry, void, void> {
    if (this.#readers >= MOST_READERS) {
      const text = `journals have ${MOST_READERS} readers already`;
      throw new AdminError("exhausted", text);
    }
    this.#readers += 1;
    try {
      yield* this.#source(machine)(request, signal);
    } catch (cause) {
      if (!(cause instanceof JournalError)) throw cause;
      throw new AdminError(CODES[cause.code], cause.message, { cause });
    } finally {
      this.#readers -= 1;
    }
  }

  #source(machine: VmName | undefined): Journal["read"] {
    const own = this.#own.journal;
    if (machine === undefined) return (...words) => own.read(...words);
    const { state } = this.#ports.registry;
    const agent = state.rows.agent(agentKey(machine));
    if (agent !== undefined) {
      const link = linkTo(this.#ports, agent);
      return (request, signal) => link.journal(request, signal);
    }
    if (machine === this.#own.name) return (...words) => own.read(...words);
    throw notRegistered(agentKey(machine));
  }
}

const CODES: Readonly<Record<JournalErrorCode, AdminErrorCode>> = {
  "not-installed": "not-supported",
  failed: "wrong-state",
};
