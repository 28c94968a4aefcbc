/**
 * Asks reference agents, which have no session, how their units are: every five
 * seconds, many at once, each call with a deadline, and the registry is told only
 * of what changed. An agent that does not answer twice running is lost.
 */

import { setMaxListeners } from "node:events";
import { hasEnded, type UnitName, type UnitStatus } from "@ghaf/api";
import type { Logger } from "@ghaf/daemon";
import type { Clock } from "../clock.ts";
import { AdminError } from "../errors.ts";
import type { AgentAddress, AgentEntry, Entry } from "../registry/entry.ts";
import type { LiveRegistry } from "../registry/live-registry.ts";
import type { AgentLinks } from "./agent-link.ts";
import { Limiter } from "./limiter.ts";

export interface PollerPorts {
  readonly registry: LiveRegistry;
  readonly links: AgentLinks;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Agents with a session tell by themselves. */
  readonly hasSession: (agent: UnitName) => boolean;
}

const POLL_PERIOD_MS = 5_000;
/** A missed answer is asked for again sooner than at the next round. */
const SECOND_CHANCE_MS = 1_000;
const CALLS_AT_ONCE = 64;
/** Of those: an agent that has thousands of units must not take the places of all others. */
const CALLS_PER_AGENT = 4;
/** Services change seldom on their own: every so many rounds are they asked for. */
const ROUNDS_PER_SERVICE = 6;

export class Poller {
  readonly #ports: PollerPorts;
  readonly #limiter = new Limiter(CALLS_AT_ONCE);
  readonly #stopping = new AbortController();
  /** Agents that missed one answer, with what calls off their second chance. */
  readonly #missed = new Map<UnitName, () => void>();
  /** Agents that are being asked; a round leaves them out. */
  readonly #asked = new Set<UnitName>();
  #cancelRound: () => void = () => undefined;
  #rounds = 0;

  constructor(ports: PollerPorts) {
    this.#ports = ports;
    // Every call under way listens to it; Node would take that for a leak.
    setMaxListeners(0, this.#stopping.signal);
  }

  start(): void {
    this.#schedule();
  }

  close(): void {
    this.#stopping.abort(new AdminError("cancelled", "the admin is stopping"));
    this.#cancelRound();
    for (const cancel of this.#missed.values()) cancel();
  }

  /** Asks every agent without session, but those that are still being asked. */
  async #round(): Promise<void> {
    const { rows } = this.#ports.registry.state;
    const agents = [...rows.agents()].filter((agent) => this.#isPolled(agent));
    this.#rounds += 1;
    await Promise.all(agents.map((agent) => this.#pollAgent(agent.unit)));
  }

  /** Rounds do not wait for each other: who answers slowly is only itself asked less often. */
  #schedule(): void {
    const { clock, logger } = this.#ports;
    this.#cancelRound = clock.after(POLL_PERIOD_MS, () => {
      this.#schedule();
      this.#round().catch((error: unknown) =>
        logger.error("a poll failed", { error }),
      );
    });
  }

  #isPolled(agent: AgentEntry): boolean {
    const { source } = agent.placement;
    return source === "register" && !this.#ports.hasSession(agent.unit);
  }

  async #pollAgent(agent: UnitName): Promise<void> {
    if (this.#asked.has(agent)) return;
    this.#asked.add(agent);
    try {
      await this.#pollUnits(agent);
    } finally {
      this.#asked.delete(agent);
    }
  }

  async #pollUnits(agent: UnitName): Promise<void> {
    const row = this.#ports.registry.state.rows.agent(agent);
    if (row === undefined || !this.#isPolled(row)) {
      return this.#forgetMiss(agent);
    }
    const { address } = row.placement;
    const withServices =
      this.#rounds % ROUNDS_PER_SERVICE === 0 ||
      !this.#ports.registry.state.isUp(agent);
    const answered = await this.#pollRow(address, row);
    if (!answered) return this.#miss(agent);
    this.#forgetMiss(agent);
    const rows = [...this.#ports.registry.state.rows.ofAgent(agent)];
    const others = rows.filter(
      (other) =>
        other.unit !== agent && (withServices || other.type.service !== "Svc"),
    );
    const turns = new Limiter(CALLS_PER_AGENT);
    await Promise.all(
      others.map((other) => turns.run(() => this.#pollRow(address, other))),
    );
  }

  /** @returns false when the agent could not be reached */
  async #pollRow(address: AgentAddress, row: Entry): Promise<boolean> {
    const { signal } = this.#stopping;
    try {
      const status = await this.#limiter.run(async () =>
        this.#ports.links(address).unitStatus(row.unit, { signal }),
      );
      this.#tell(row, status);
    } catch (error) {
      if (isUnreachable(error)) return false;
      // It answers, but not of this unit: an application is no more then.
      if (row.type.service === "App") this.#tell(row, undefined);
    }
    return true;
  }

  /** A row that somebody else brought up to date meanwhile is newer than the answer. */
  #tell(row: Entry, status: UnitStatus | undefined): void {
    const { registry, hasSession } = this.#ports;
    const { agent, unit } = row;
    if (hasSession(agent)) return;
    if (registry.state.rows.get(agent, unit) !== row) return;
    const isApp = row.type.service === "App";
    if (status === undefined || (isApp && isOver(status))) {
      registry.apply({ kind: "gone", agent, unit });
    } else {
      registry.apply({ kind: "status", agent, unit, status, adopt: false });
    }
  }

  #miss(agent: UnitName): void {
    const { clock, registry, logger, hasSession } = this.#ports;
    if (this.#stopping.signal.aborted || hasSession(agent)) return;
    if (!registry.state.isUp(agent)) return;
    if (!this.#missed.has(agent)) {
      const again = () => {
        this.#pollAgent(agent).catch((error: unknown) =>
          logger.error("a poll failed", { agent, error }),
        );
      };
      this.#missed.set(agent, clock.after(SECOND_CHANCE_MS, again));
      return;
    }
    this.#forgetMiss(agent);
    logger.notice("agent lost", { agent });
    registry.apply({ kind: "lost", agent });
  }

  #forgetMiss(agent: UnitName): void {
    this.#missed.get(agent)?.();
    this.#missed.delete(agent);
  }
}

function isOver(status: UnitStatus): boolean {
  return hasEnded(status) || status.loadState === "not-found";
}

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof AdminError)) return true;
  const { code } = error;
  return code === "unreachable" || code === "timeout" || code === "cancelled";
}
