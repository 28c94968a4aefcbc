/** The journals of all machines: the one of this machine read here, the others by asking their agents. */

import type { VmName } from "@ghaf/api";
import {
  type Bound,
  type Journal,
  type JournalEntry,
  JournalError,
  type JournalErrorCode,
  type JournalRequest,
  ReaderPlaces,
} from "@ghaf/daemon";
import { type ControlPorts, linkTo } from "../control/reach.ts";
import { AdminError, type AdminErrorCode } from "../errors.ts";
import { agentKey, notRegistered } from "../registry/lookup.ts";

/** Of all callers together: entries wait in this program for a reader that is slow. */
const MOST_READERS = 64;
/** Whoever follows all machines of a device needs one for each. */
const MOST_OF_ONE = 24;
/** Less than an agent has for the admin, which asks for others too. */
const MOST_AT_ONE_MACHINE = 6;

/** Who reads which machine's. */
export interface JournalCall {
  /** Undefined: one without a certificate. */
  readonly caller: string | undefined;
  /** Undefined: that of this program. */
  readonly machine: VmName | undefined;
}

/** The machine that this program runs in. It needs no agent of its own. */
export interface OwnMachine {
  readonly name: string;
  readonly journal: Journal;
}

export class Journals {
  readonly #ports: ControlPorts;
  readonly #own: OwnMachine;
  readonly #places = new ReaderPlaces();

  constructor(ports: ControlPorts, own: OwnMachine) {
    this.#ports = ports;
    this.#own = own;
  }

  /** @throws AdminError `not-found`, `unreachable`, `exhausted`, and what the agent says */
  async *read(
    call: JournalCall,
    request: JournalRequest,
    signal: AbortSignal,
  ): AsyncGenerator<JournalEntry, void, void> {
    try {
      yield* this.#places.read(this.#boundsOf(call), () =>
        this.#source(call.machine)(request, signal),
      );
    } catch (cause) {
      if (!(cause instanceof JournalError)) throw cause;
      throw new AdminError(CODES[cause.code], cause.message, { cause });
    }
  }

  #boundsOf({ caller, machine }: JournalCall): readonly Bound[] {
    const who = caller ?? "callers without a certificate";
    const where = machine ?? this.#own.name;
    return [
      { who: "all callers", most: MOST_READERS },
      { who, most: MOST_OF_ONE },
      { who: `${who} at ${where}`, most: MOST_AT_ONE_MACHINE },
    ];
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
  exhausted: "exhausted",
};
