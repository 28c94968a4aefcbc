/** Reaching the agent that does what was asked, and answering only once the registry shows it. */

import { type UnitName, type UnitStatus, vmOfUnit } from "@ghaf/api";
import type {
  AgentLink,
  AgentLinks,
  UnitAnswer,
} from "../agents/agent-link.ts";
import { type Clock, limit } from "../clock.ts";
import { AdminError } from "../errors.ts";
import type { AgentEntry } from "../registry/entry.ts";
import type { LiveRegistry } from "../registry/live-registry.ts";
import type { Sessions } from "../session/session.ts";

export interface ControlPorts {
  readonly registry: LiveRegistry;
  readonly sessions: Sessions;
  readonly links: AgentLinks;
  readonly clock: Clock;
}

/** Starting and stopping units takes the manager's time, not only the network's. */
export const COMMAND_MS = 10_000;

/** The time of a VM's unit to start or to stop, and a little (machine-design 5). */
const VM_COMMAND_MS = 130_000;

/** How long a unit may take to start or to stop. */
export function patienceFor(unit: UnitName): number {
  return vmOfUnit(unit) === undefined ? COMMAND_MS : VM_COMMAND_MS;
}
/** An agent's session is never this far behind its answers. */
const SETTLE_MS = 5_000;

/** The link to an agent. @throws AdminError `unreachable` when the agent is lost */
export function linkTo(ports: ControlPorts, agent: AgentEntry): AgentLink {
  if (!ports.registry.state.isUp(agent.unit)) {
    throw new AdminError("unreachable", `${agent.unit} is not connected`, {
      value: agent.unit,
    });
  }
  return ports.links(agent.placement.address);
}

/** An agent's answer, and the caller that it is for. */
export interface Answered {
  readonly agent: UnitName;
  readonly answer: UnitAnswer;
  readonly signal: AbortSignal;
}

/**
 * Returns once the registry shows what an agent answered. A session tells by
 * itself, and only has to be waited for; otherwise the answer is all there is.
 * @throws AdminError `cancelled` when the caller goes away
 */
export async function settle(
  ports: ControlPorts,
  answered: Answered & { readonly unit: UnitName },
): Promise<UnitStatus> {
  const { agent, unit } = answered;
  const { status } = answered.answer;
  if (ports.sessions.isLive(agent)) {
    await told(ports, answered);
  } else {
    ports.registry.apply({
      kind: "status",
      agent,
      unit,
      status,
      adopt: false,
    });
  }
  return status;
}

/** Waits for the session, for a bounded time: what was asked has been done all the same. */
export async function told(
  ports: ControlPorts,
  { agent, answer, signal }: Answered,
): Promise<void> {
  if (answer.mark === undefined) return;
  const wait = limit(ports.clock, SETTLE_MS, {
    parent: signal,
    message: `the session of ${agent} is behind`,
  });
  try {
    await ports.sessions.reached(agent, answer.mark, wait.signal);
  } catch (error) {
    if (!(error instanceof AdminError && error.code === "timeout")) throw error;
  } finally {
    wait.clear();
  }
}
