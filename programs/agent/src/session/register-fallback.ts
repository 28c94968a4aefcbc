/**
 * Registration with an admin that has no sessions: RegisterService for the agent
 * and then for each of its services, and again only when that admin has forgotten
 * the agent (specification 3.4).
 */

import { quote, type UnitStatus, writeUnitStatus } from "@ghaf/api";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import {
  createRpcClient,
  RpcError,
  type RpcTransport,
  type StatusCode,
} from "@ghaf/api/rpc";
import type { Logger } from "@ghaf/daemon";
import { type Clock, pause } from "../clock.ts";
import { AgentError } from "../errors.ts";
import type { MachineState } from "../unit/monitor.ts";
import type { AgentFacts } from "./agent-facts.ts";
import { createBackoff } from "./backoff.ts";
import { servicesOf } from "./frames.ts";

export interface FallbackOptions {
  readonly admin: RpcTransport;
  readonly facts: AgentFacts;
  readonly state: () => MachineState;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  /** Called whenever the agent's own registration was acknowledged. */
  readonly onRegistered: () => void;
}

export interface RegisterFallback {
  /**
   * Registers what has to be and returns when the admin is lost, or when it is
   * time to look again. @throws RpcError when the admin cannot be reached
   */
  run(signal: AbortSignal): Promise<void>;
}

interface Registration {
  readonly status: UnitStatus;
  readonly type: number;
  readonly parent: string;
}

const REGISTER_TIMEOUT_MS = 5_000;
/** Between two registrations with an admin that does not let agents look. */
const BLIND_MS = 60_000;
const REFUSALS: ReadonlySet<StatusCode> = new Set<StatusCode>([
  "permission-denied",
  "unauthenticated",
  "unimplemented",
]);

export function createRegisterFallback(
  options: FallbackOptions,
): RegisterFallback {
  const client = createRpcClient(AdminService, options.admin);
  let registered = false;

  const register = async (one: Registration, signal: AbortSignal) => {
    const request = {
      Name: one.status.name,
      Parent: one.parent,
      Type: one.type,
      Transport: options.facts.transport,
      State: writeUnitStatus(one.status),
    };
    const limits = { timeoutMs: REGISTER_TIMEOUT_MS, signal };
    const reply = await client.registerService(request, limits);
    if (reply.Error !== undefined) {
      const text = `the admin refused it: ${quote(reply.Error)}`;
      throw new AgentError("failed", text, { value: reply.Error });
    }
  };

  const registerEach = (all: readonly Registration[], signal: AbortSignal) =>
    untilAllDone(all, (one) => register(one, signal), { ...options, signal });

  const isKnown = async (signal: AbortSignal) => {
    try {
      const list = await client.queryList({}, { signal });
      return list.List.some(({ Name }) => Name === options.facts.unit);
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  };

  return {
    async run(signal) {
      if (!registered || !(await isKnown(signal))) {
        registered = false;
        const [own, services] = registrations(options.facts, options.state());
        await registerEach([own], signal);
        options.onRegistered();
        await registerEach(services, signal);
        registered = true;
      }
      try {
        // Its items are of no interest, its end is.
        for await (const _ of client.watch({}, { signal }));
      } catch (error) {
        if (!isRefusal(error)) throw error;
        await pause(options.clock, BLIND_MS, signal);
      }
    },
  };
}

function registrations(
  facts: AgentFacts,
  machine: MachineState,
): readonly [Registration, readonly Registration[]] {
  const { type, parent, unit } = facts;
  const services = servicesOf(facts, machine);
  return [
    { status: machine.agent, type, parent },
    services.map((service) => ({ ...service, parent: unit })),
  ];
}

interface RetryOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Tries each until it is accepted; one that is not does not hold up the others. */
async function untilAllDone(
  all: readonly Registration[],
  register: (one: Registration) => Promise<void>,
  { clock, random, log, signal }: RetryOptions,
): Promise<void> {
  const backoff = createBackoff(random);
  const attempt = async (one: Registration): Promise<Registration[]> => {
    try {
      await register(one);
      return [];
    } catch (error) {
      if (signal.aborted || isLost(error)) throw error;
      const fields = { unit: one.status.name, error };
      log.warning("a registration failed and will be tried again", fields);
      return [one];
    }
  };
  for (let open = all; open.length > 0; ) {
    const failed: Registration[] = [];
    for (const one of open) failed.push(...(await attempt(one)));
    open = failed;
    if (open.length > 0) await pause(clock, backoff.next(), signal);
  }
}

function isLost(error: unknown): boolean {
  return error instanceof RpcError && error.code === "unavailable";
}

function isRefusal(error: unknown): boolean {
  return error instanceof RpcError && REFUSALS.has(error.code);
}
