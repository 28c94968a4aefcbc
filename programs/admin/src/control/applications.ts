/** Starting, pausing, resuming and stopping applications (specification 2.9). */

import {
  type AppName,
  hasEnded,
  isFrozen,
  isRunning,
  parseUnitName,
  type UnitName,
  type UnitStatus,
  type VmName,
} from "@ghaf/api";
import type { UnitVerb } from "../agents/agent-link.ts";
import { AdminError } from "../errors.ts";
import { applicationEntry } from "../registry/entry.ts";
import type { InstanceNumbers } from "../registry/instance-numbers.ts";
import { ownerOf, rowNamed } from "../registry/lookup.ts";
import type { Machines } from "./machines.ts";
import {
  type Answered,
  COMMAND_MS,
  type ControlPorts,
  linkTo,
  settle,
  told,
} from "./reach.ts";

export interface StartApplication {
  readonly app: AppName;
  readonly vm: VmName;
  /** Checked by the agent against the application's manifest. */
  readonly untrustedArguments: readonly string[];
}

/** A registered unit; without a VM it must be registered by one agent only. */
export interface InstanceTarget {
  readonly unit: UnitName;
  readonly vm: VmName | undefined;
}

/** A guest that has just booted is busy with the rest of it. */
const FIRST_COMMAND_MS = 60_000;

/** What can be asked of an instance, and what must be true of it afterwards. */
export type InstanceVerb = "pause" | "resume" | "stop";

const VERBS: Readonly<
  Record<
    InstanceVerb,
    { readonly unitVerb: UnitVerb; done(status: UnitStatus): boolean }
  >
> = {
  pause: { unitVerb: "freeze", done: isFrozen },
  resume: { unitVerb: "thaw", done: isRunning },
  stop: { unitVerb: "stop", done: hasEnded },
};

export interface ApplicationsPorts extends ControlPorts {
  readonly machines: Machines;
  readonly numbers: InstanceNumbers;
}

export class Applications {
  readonly #ports: ApplicationsPorts;

  constructor(ports: ApplicationsPorts) {
    this.#ports = ports;
  }

  /**
   * Starts an instance, and its VM first when that is off.
   * @returns the unit that runs it, or ran it when it has ended already
   */
  async start(
    request: StartApplication,
    signal: AbortSignal,
  ): Promise<UnitName> {
    const agent = await this.#ports.machines.agentOf(request.vm, signal);
    const reservation = this.#ports.numbers.reserve(request.app);
    try {
      const answer = await linkTo(this.#ports, agent).startApplication(
        reservation.unit,
        request.untrustedArguments,
        { signal, timeoutMs: FIRST_COMMAND_MS },
      );
      const answered = { agent: agent.unit, answer, signal };
      return await this.#started(request.vm, answered);
    } finally {
      reservation.release();
    }
  }

  /**
   * Pauses, resumes or stops the one unit of that exact name, of `vm` when given.
   * @throws AdminError `not-found`, `ambiguous`, `wrong-state`, or as the agent fails
   */
  async command(
    verb: InstanceVerb,
    { unit, vm }: InstanceTarget,
    signal: AbortSignal,
  ): Promise<void> {
    const { state } = this.#ports.registry;
    const row = rowNamed(state, unit, vm);
    const agent = ownerOf(state, row);
    const { unitVerb, done } = VERBS[verb];
    const link = linkTo(this.#ports, agent);
    const answer = await link.command(unitVerb, unit, {
      signal,
      timeoutMs: COMMAND_MS,
    });
    const answered = { agent: agent.unit, unit, answer, signal };
    const status = await settle(this.#ports, answered);
    if (done(status)) return;
    throw new AdminError("wrong-state", `Failed to ${verb} ${unit}`, {
      value: status,
    });
  }

  async #started(vm: VmName, answered: Answered): Promise<UnitName> {
    const { agent, answer } = answered;
    const { status } = answer;
    // An instance that was merged into another one answers with that one's name.
    const unit = parseUnitName(status.name);
    const { registry, sessions } = this.#ports;
    if (sessions.isLive(agent)) {
      await told(this.#ports, answered);
      return unit;
    }
    const row = registry.state.rows.get(agent, unit);
    // Whatever an agent answers, its own row and its services stay what they are.
    if (row === undefined || row.type.service === "App") {
      const entry = applicationEntry({ agent, unit, vm, status });
      registry.apply({ kind: "register", entry });
    }
    return unit;
  }
}
