/**
 * The live sessions of agents: one for each, the newest wins, and while it lives
 * nobody else writes that agent's states. What an agent lost for a while costs
 * is decided here too (docs, "Session").
 */

import type { UnitName, UnitStatus } from "@ghaf/api";
import type { Logger } from "@ghaf/daemon";
import type { Mark } from "../agents/agent-link.ts";
import type { Clock } from "../clock.ts";
import { AdminError } from "../errors.ts";
import type { Entry } from "../registry/entry.ts";
import type { LiveRegistry } from "../registry/live-registry.ts";
import { ROWS_PER_AGENT } from "../registry/registrar.ts";
import { Arrivals } from "./arrivals.ts";

/** An agent without a session for this long is shown as powered off. */
const LOST_AFTER_MS = 2_000;

/** Everything an agent has said of its machine. */
export interface SessionSnapshot {
  readonly agent: UnitName;
  readonly epoch: string;
  /** Changes up to this number are in it. */
  readonly sequence: bigint;
  /** The agent's own row among them. */
  readonly entries: readonly Entry[];
  /** Program and version, for people. */
  readonly version: string;
}

export type SessionChange =
  | {
      readonly kind: "status";
      readonly unit: UnitName;
      readonly status: UnitStatus;
    }
  | { readonly kind: "gone"; readonly unit: UnitName };

/** One stream of an agent, from its first snapshot on. */
export interface Session {
  readonly agent: UnitName;
  /** Aborted, with the error for the agent, when this session is over. */
  readonly ended: AbortSignal;
}

interface Live extends Session {
  readonly arrivals: Arrivals;
  end(reason: AdminError): void;
}

export interface SessionsPorts {
  readonly registry: LiveRegistry;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class Sessions {
  readonly #ports: SessionsPorts;
  readonly #live = new Map<UnitName, Live>();
  /** Calls off the timers of agents whose session has just ended. */
  readonly #missing = new Map<UnitName, () => void>();
  readonly #unlisten: () => void;

  constructor(ports: SessionsPorts) {
    this.#ports = ports;
    this.#unlisten = ports.registry.onEvent((event) => {
      if (event.kind === "agent-up") this.#found(event.agent.unit);
      if (event.kind === "agent-down") {
        const reason = new AdminError(
          "aborted",
          "the VM of this agent stopped",
        );
        this.#end(event.agent.unit, reason);
      }
    });
  }

  get count(): number {
    return this.#live.size;
  }

  isLive(agent: UnitName): boolean {
    return this.#live.has(agent);
  }

  /** Begins a session; an older one of the same agent ends. @throws AdminError `exhausted` */
  open(snapshot: SessionSnapshot): Session {
    const { agent } = snapshot;
    checkRoom(snapshot.entries.length, agent);
    this.#end(
      agent,
      new AdminError("aborted", `a newer session of ${agent} took over`),
    );
    const session = newSession(snapshot);
    this.#live.set(agent, session);
    this.#applySnapshot(session, snapshot);
    this.#ports.logger.info("session opened", {
      agent,
      units: snapshot.entries.length,
      version: snapshot.version,
    });
    return session;
  }

  /** Replaces what a session has said so far. @throws what ended it, when it is over */
  replace(session: Session, snapshot: SessionSnapshot): void {
    const live = this.#current(session);
    if (snapshot.agent !== session.agent) {
      throw new AdminError("denied", "a session cannot change its agent");
    }
    checkRoom(snapshot.entries.length, session.agent);
    this.#applySnapshot(live, snapshot);
  }

  /**
   * Applies one change. One that was applied already does nothing.
   * @throws what ended the session, when it is over; AdminError `exhausted`
   */
  change(session: Session, sequence: bigint, change: SessionChange): void {
    const live = this.#current(session);
    if (sequence <= live.arrivals.sequence) return;
    this.#applyChange(session.agent, change);
    live.arrivals.reach(sequence);
  }

  /** The stream of this session is no more; the agent has a moment to come back. */
  leave(session: Session): void {
    const live = this.#live.get(session.agent);
    if (live === undefined || live !== session) return;
    this.#end(session.agent, new AdminError("cancelled", "the stream ended"));
    const { clock, registry, logger } = this.#ports;
    const stop = clock.after(LOST_AFTER_MS, () => {
      this.#missing.delete(session.agent);
      logger.notice("agent lost", { agent: session.agent });
      registry.apply({ kind: "lost", agent: session.agent });
    });
    this.#missing.set(session.agent, stop);
  }

  /**
   * Waits until the agent's session has said what the mark stands for. Returns at
   * once when that session is not the live one: what comes next holds it anyway.
   * @throws the signal's reason
   */
  reached(agent: UnitName, mark: Mark, signal: AbortSignal): Promise<void> {
    const live = this.#live.get(agent);
    if (live === undefined) return Promise.resolve();
    return live.arrivals.reached(mark, signal);
  }

  /** Ends all sessions; their agents will look for the next admin. */
  close(): void {
    this.#unlisten();
    for (const stop of this.#missing.values()) stop();
    this.#missing.clear();
    const reason = new AdminError("unreachable", "the admin is stopping");
    for (const agent of [...this.#live.keys()]) this.#end(agent, reason);
  }

  #applySnapshot(session: Live, snapshot: SessionSnapshot): void {
    const { agent, entries, epoch, sequence } = snapshot;
    this.#ports.registry.apply({ kind: "snapshot", agent, entries });
    session.arrivals.restart(epoch, sequence);
  }

  #applyChange(agent: UnitName, change: SessionChange): void {
    const { registry } = this.#ports;
    const { unit } = change;
    switch (change.kind) {
      case "status": {
        const { status } = change;
        const { rows } = registry.state;
        if (rows.get(agent, unit) === undefined) {
          checkRoom(rows.countOf(agent) + 1, agent);
        }
        registry.apply({ kind: "status", agent, unit, status, adopt: true });
        break;
      }
      case "gone":
        registry.apply({ kind: "gone", agent, unit });
        break;
    }
  }

  #current(session: Session): Live {
    const live = this.#live.get(session.agent);
    if (live !== undefined && live === session) return live;
    throw session.ended.reason;
  }

  #end(agent: UnitName, reason: AdminError): void {
    const live = this.#live.get(agent);
    if (live === undefined) return;
    this.#live.delete(agent);
    live.end(reason);
  }

  #found(agent: UnitName): void {
    this.#missing.get(agent)?.();
    this.#missing.delete(agent);
  }
}

function newSession(snapshot: SessionSnapshot): Live {
  const ending = new AbortController();
  const arrivals = new Arrivals(snapshot.epoch, snapshot.sequence);
  return {
    agent: snapshot.agent,
    ended: ending.signal,
    arrivals,
    end: (reason) => {
      ending.abort(reason);
      arrivals.end();
    },
  };
}

/** @throws AdminError `exhausted` when that is more than one agent may have */
export function checkRoom(rows: number, agent: UnitName): void {
  if (rows <= ROWS_PER_AGENT) return;
  throw new AdminError(
    "exhausted",
    `${agent} reports ${rows} units; ${ROWS_PER_AGENT} are the limit`,
    { value: rows },
  );
}
