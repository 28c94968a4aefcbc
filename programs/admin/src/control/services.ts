/** Starting and stopping services and targets of one machine, and asking how they are. */

import {
  hasEnded,
  type UnitName,
  type UnitStatus,
  type VmName,
} from "@ghaf/api";
import { AdminError } from "../errors.ts";
import type { AgentEntry } from "../registry/entry.ts";
import { ownerOf, registeredAgent, rowNamed } from "../registry/lookup.ts";
import { type ControlPorts, linkTo, patienceFor, settle } from "./reach.ts";

/** A unit of a VM; without one the name must be registered by one agent only. */
export interface ServiceTarget {
  readonly unit: UnitName;
  readonly vm: VmName | undefined;
}

export class Services {
  readonly #ports: ControlPorts;

  constructor(ports: ControlPorts) {
    this.#ports = ports;
  }

  /**
   * Starts the unit unless it is active. One that has done its work and ended
   * well (a oneshot) has been started.
   * @returns the unit of the agent that did it
   */
  async start(target: ServiceTarget, signal: AbortSignal): Promise<UnitName> {
    const agent = this.#agentOf(target);
    const link = linkTo(this.#ports, agent);
    const { unit } = target;
    const before = await link.unitStatus(unit, { signal });
    if (before.loadState !== "loaded") {
      throw new AdminError("not-found", `Service ${unit} is not loaded!`, {
        value: before.loadState,
      });
    }
    if (before.activeState === "active") return agent.unit;
    const options = { signal, timeoutMs: patienceFor(unit) };
    const answer = await link.command("start", unit, options);
    const answered = { agent: agent.unit, unit, answer, signal };
    const status = await settle(this.#ports, answered);
    if (status.activeState === "failed") {
      throw new AdminError("wrong-state", `Service ${unit} failed to start`, {
        value: status,
      });
    }
    return agent.unit;
  }

  /** @throws AdminError `wrong-state` when it is still there afterwards */
  async stop(target: ServiceTarget, signal: AbortSignal): Promise<void> {
    const agent = this.#agentOf(target);
    const { unit } = target;
    const link = linkTo(this.#ports, agent);
    const options = { signal, timeoutMs: patienceFor(unit) };
    const answer = await link.command("stop", unit, options);
    const answered = { agent: agent.unit, unit, answer, signal };
    const status = await settle(this.#ports, answered);
    if (hasEnded(status)) return;
    throw new AdminError("wrong-state", `Failed to stop ${unit}`, {
      value: status,
    });
  }

  /** What the agent says of the unit, as it says it. */
  status(target: ServiceTarget, signal: AbortSignal): Promise<UnitStatus> {
    const link = linkTo(this.#ports, this.#agentOf(target));
    return link.unitStatus(target.unit, { signal });
  }

  #agentOf({ unit, vm }: ServiceTarget): AgentEntry {
    const { state } = this.#ports.registry;
    return vm === undefined
      ? ownerOf(state, rowNamed(state, unit, undefined))
      : registeredAgent(state, vm);
  }
}
