/** Takes registrations in: admits them, holds bounds, and leaves alone what a session owns. */

import type { Logger } from "@ghaf/daemon";
import { AdminError } from "../errors.ts";
import type { Entry, Source } from "./entry.ts";
import type { LiveRegistry } from "./live-registry.ts";
import { isHost } from "./lookup.ts";
import {
  admit,
  type Caller,
  type RegistrationRules,
  type UntrustedClaim,
} from "./registration.ts";

/** Rows that one agent may have. */
export const ROWS_PER_AGENT = 2_048;

const REMEMBERED_REFUSALS = 1_024;

export interface RegistrarPorts {
  readonly registry: LiveRegistry;
  readonly rules: RegistrationRules;
  /** True while the agent reports by a session, which then is the only writer. */
  readonly hasSession: (agent: Entry["agent"]) => boolean;
  readonly logger: Logger;
}

export class Registrar {
  readonly #ports: RegistrarPorts;
  /** The last refusal of each caller. */
  readonly #refusals = new Map<string, string>();

  constructor(ports: RegistrarPorts) {
    this.#ports = ports;
  }

  /** RegisterService. @throws AdminError as `admit` does, and `exhausted`, `exists` */
  register(claim: UntrustedClaim, caller: Caller | undefined): void {
    const entry = this.admit(claim, caller, "register");
    if (this.#ports.hasSession(entry.agent)) return;
    this.#checkRoom(entry);
    const { agent, unit } = entry;
    const isNew =
      this.#ports.registry.state.rows.get(agent, unit) === undefined;
    this.#ports.registry.apply({ kind: "register", entry });
    // One line an agent is news; the rest would fill the journal.
    if (isNew && agent === unit)
      this.#ports.logger.info("registered", { agent });
    else this.#ports.logger.debug("registered", { unit, agent });
  }

  /** The row of a claim, checked against everything but its number. */
  admit(
    claim: UntrustedClaim,
    caller: Caller | undefined,
    source: Source,
  ): Entry {
    const { registry, rules, logger } = this.#ports;
    try {
      const entry = admit(claim, { caller, rules, source });
      this.#checkHost(entry, registry);
      return entry;
    } catch (error) {
      this.#tellRefusal(caller?.name ?? "", error, logger);
      throw error;
    }
  }

  /** Agents try again and again: the same refusal of the same caller is news once. */
  #tellRefusal(caller: string, error: unknown, logger: Logger): void {
    const text = error instanceof Error ? error.message : String(error);
    const fields = { caller, error };
    if (this.#refusals.get(caller) === text) {
      logger.debug("registration refused again", fields);
      return;
    }
    if (this.#refusals.size >= REMEMBERED_REFUSALS) this.#refusals.clear();
    this.#refusals.set(caller, text);
    logger.warning("registration refused", fields);
  }

  #checkRoom(entry: Entry): void {
    const { rows } = this.#ports.registry.state;
    if (rows.get(entry.agent, entry.unit) !== undefined) return;
    if (rows.countOf(entry.agent) < ROWS_PER_AGENT) return;
    throw new AdminError(
      "exhausted",
      `${entry.agent} has ${ROWS_PER_AGENT} units registered already`,
    );
  }

  /** Bound registrations cannot get here; others could name a second host. */
  #checkHost(entry: Entry, registry: LiveRegistry): void {
    if (!isHost(entry) || this.#ports.rules.bound) return;
    for (const agent of registry.state.rows.agents()) {
      if (isHost(agent) && agent.unit !== entry.unit) {
        throw new AdminError("exists", `${agent.unit} is the host already`);
      }
    }
  }
}
