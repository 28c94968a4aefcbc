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

export interface RegistrarPorts {
  readonly registry: LiveRegistry;
  readonly rules: RegistrationRules;
  /** True while the agent reports by a session, which then is the only writer. */
  readonly hasSession: (agent: Entry["agent"]) => boolean;
  readonly logger: Logger;
}

export class Registrar {
  readonly #ports: RegistrarPorts;

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
      logger.warning("registration refused", {
        caller: caller?.name,
        name: claim.name.slice(0, 256),
        error,
      });
      throw error;
    }
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
