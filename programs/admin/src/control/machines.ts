/**
 * Starting VMs: the host's agent starts the unit, and the VM is there when its
 * own agent has registered. That event is waited for, never a fixed time; when
 * the unit fails, so does the start, at once.
 */

import {
  hasEnded,
  type UnitName,
  type UnitStatus,
  type VmName,
  vmUnit,
} from "@ghaf/api";
import { limit } from "../clock.ts";
import { AdminError } from "../errors.ts";
import type { AgentEntry } from "../registry/entry.ts";
import { agentKey, hostAgent } from "../registry/lookup.ts";
import type { RegistryEvent } from "../registry/registry.ts";
import { type ControlPorts, linkTo, settle } from "./reach.ts";

export interface MachinesPorts extends ControlPorts {
  /** From the request to the registration of the VM's agent. */
  readonly vmStartTimeoutMs: number;
}

export class Machines {
  readonly #ports: MachinesPorts;

  constructor(ports: MachinesPorts) {
    this.#ports = ports;
  }

  /**
   * Starts the VM and waits for its agent; returns at once when the VM is active.
   * @throws AdminError `not-found`, `wrong-state` when the unit fails, `timeout`
   */
  async start(vm: VmName, signal: AbortSignal): Promise<void> {
    const status = await this.#unitStatus(vm, signal);
    if (status.activeState === "active") return;
    await this.#within(vm, signal, (until) => this.#boot(vm, until, "off"));
  }

  /**
   * The agent of a VM, which is started when it is off and waited for when it is
   * on its way. @throws AdminError as `start`
   */
  async agentOf(vm: VmName, signal: AbortSignal): Promise<AgentEntry> {
    const known = this.#upAgent(vm);
    if (known !== undefined) return known;
    const status = await this.#unitStatus(vm, signal);
    const unit = status.activeState === "active" ? "on" : "off";
    return this.#within(vm, signal, (until) => this.#boot(vm, until, unit));
  }

  async #unitStatus(vm: VmName, signal: AbortSignal): Promise<UnitStatus> {
    const unit = vmUnit(vm);
    const { registry, sessions } = this.#ports;
    const host = hostAgent(registry.state);
    const link = linkTo(this.#ports, host);
    const status = await link.unitStatus(unit, { signal });
    // News of a host that is only polled: a VM that is off has no agent that is up.
    if (!sessions.isLive(host.unit)) {
      const agent = host.unit;
      registry.apply({ kind: "status", agent, unit, status, adopt: false });
    }
    if (status.loadState === "loaded") return status;
    throw new AdminError("not-found", `vm ${unit} not loaded`, { value: unit });
  }

  /** From the unit, started unless it is on, to the agent. @throws AdminError when the unit ends instead */
  async #boot(
    vm: VmName,
    signal: AbortSignal,
    unitIs: "on" | "off",
  ): Promise<AgentEntry> {
    const { registry } = this.#ports;
    const unit = vmUnit(vm);
    const host = hostAgent(registry.state);
    let failed = false;
    const unlisten = registry.onEvent((event) => {
      const status = newStatus(event, host.unit, unit);
      // That the host is lost says nothing of its VMs.
      if (status === undefined || !registry.state.isUp(host.unit)) return;
      // A unit that was still stopping ends before it is started anew.
      failed = hasEnded(status) && (failed || isFailure(event));
    });
    try {
      if (unitIs === "off") await this.#startUnit(host, unit, signal);
      return await this.#registration(vm, signal, () => {
        if (failed) throw unitFailed(unit);
      });
    } finally {
      unlisten();
    }
  }

  async #startUnit(
    host: AgentEntry,
    unit: UnitName,
    signal: AbortSignal,
  ): Promise<void> {
    const timeoutMs = this.#ports.vmStartTimeoutMs;
    const link = linkTo(this.#ports, host);
    const answer = await link.command("start", unit, { signal, timeoutMs });
    const answered = { agent: host.unit, unit, answer, signal };
    const status = await settle(this.#ports, answered);
    if (hasEnded(status)) throw unitFailed(unit);
  }

  /** The event that everything here waits for. */
  #registration(
    vm: VmName,
    signal: AbortSignal,
    check: () => void,
  ): Promise<AgentEntry> {
    return this.#ports.registry.until(() => {
      const agent = this.#upAgent(vm);
      if (agent === undefined) check();
      return agent;
    }, signal);
  }

  #upAgent(vm: VmName): AgentEntry | undefined {
    const { state } = this.#ports.registry;
    const key = agentKey(vm);
    return state.isUp(key) ? state.rows.agent(key) : undefined;
  }

  async #within<T>(
    vm: VmName,
    signal: AbortSignal,
    work: (until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { clock, vmStartTimeoutMs } = this.#ports;
    const seconds = vmStartTimeoutMs / 1_000;
    const wait = limit(clock, vmStartTimeoutMs, {
      parent: signal,
      message: `VM ${vm}: its agent did not register within ${seconds} s`,
    });
    try {
      return await work(wait.signal);
    } catch (error) {
      // The call that the limit cut short fails as cancelled; say why.
      throw wait.signal.aborted ? wait.signal.reason : error;
    } finally {
      wait.clear();
    }
  }
}

/** What the event says of that unit of the host; undefined when it is about something else. */
function newStatus(
  event: RegistryEvent,
  host: UnitName,
  unit: UnitName,
): UnitStatus | undefined {
  if (event.kind !== "updated") return undefined;
  const { entry } = event;
  const isIt = entry.agent === host && entry.unit === unit;
  return isIt ? entry.status : undefined;
}

/** The unit came down, or failed before it was seen up. */
function isFailure(event: RegistryEvent): boolean {
  if (event.kind !== "updated" || !hasEnded(event.entry.status)) return false;
  const { entry, before } = event;
  return (
    !hasEnded(before.status) ||
    (entry.status.activeState === "failed" &&
      before.status.activeState !== "failed")
  );
}

function unitFailed(unit: UnitName): AdminError {
  return new AdminError("wrong-state", `vm ${unit} failed to start`, {
    value: unit,
  });
}
