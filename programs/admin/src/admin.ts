/**
 * The admin as a value: every room wired from ports, with no socket, file or
 * process of its own, so that a test can have several in one process.
 */

import { AdminService } from "@ghaf/api/proto/admin/admin";
import { bindService, type RpcError, type ServiceBinding } from "@ghaf/api/rpc";
import type { Logger } from "@ghaf/daemon";
import type { AgentLinks } from "./agents/agent-link.ts";
import { Poller } from "./agents/poller.ts";
import { type AgentChannels, remoteAgents } from "./agents/remote-agent.ts";
import type { Clock } from "./clock.ts";
import { Applications } from "./control/applications.ts";
import { DesiredState } from "./control/desired-state.ts";
import { Machines } from "./control/machines.ts";
import { controlHandlers } from "./control/service.ts";
import { Services } from "./control/services.ts";
import type { SettingsFiles } from "./control/settings-files.ts";
import { unsupportedHandlers } from "./control/unsupported.ts";
import { Journals, type OwnMachine } from "./journal/journals.ts";
import { journalService } from "./journal/service.ts";
import { isAgent } from "./registry/entry.ts";
import { sameAddress } from "./registry/entry-facts.ts";
import { InstanceNumbers } from "./registry/instance-numbers.ts";
import { LiveRegistry } from "./registry/live-registry.ts";
import { Registrar } from "./registry/registrar.ts";
import { registryHandlers } from "./registry/service.ts";
import { createErrorMapping } from "./rpc-error.ts";
import { sessionService } from "./session/service.ts";
import { Sessions } from "./session/session.ts";
import { type AdminFacts, statusService } from "./status/service.ts";
import { type Posture, warningsOf } from "./status/warnings.ts";
import { VERSION } from "./version.ts";

/** How this admin is to behave; `main.ts` reads it from flags. */
export interface AdminOptions extends Posture {
  /** First DNS name of the host agent's certificate. */
  readonly hostAgent: string;
  /** From the request for a VM to the registration of its agent. */
  readonly vmStartTimeoutMs: number;
}

export interface AdminPorts {
  readonly options: AdminOptions;
  readonly clock: Clock;
  /** A text that no other start of an admin has; only shown. */
  readonly bootId: string;
  /** Connections to agents; asked for each call, so pooling is theirs. */
  readonly channels: AgentChannels;
  readonly settings: SettingsFiles;
  readonly own: OwnMachine;
  readonly logger: Logger;
}

export interface Admin {
  readonly services: readonly ServiceBinding[];
  /** For the transport that serves them. */
  readonly toRpcError: (error: unknown) => RpcError;
  readonly facts: () => AdminFacts;
  /** Reads remembered settings and begins to poll. */
  start(): Promise<void>;
  /** Ends watches cleanly, then sessions and timers. */
  close(): void;
}

/** Wires an admin. Nothing runs until `start`, but its services can be served. */
export function createAdmin(ports: AdminPorts): Admin {
  const { options, clock, logger } = ports;
  const began = clock.now();
  const registry = new LiveRegistry();
  const sessions = new Sessions({ registry, clock, logger });
  const hasSession: Sessions["isLive"] = (agent) => sessions.isLive(agent);
  const links = remoteAgents(ports.channels);
  dropWithAgents(registry, ports.channels);
  const bound = options.tls && !options.allowUnboundRegistration;
  const rules = { hostAgent: options.hostAgent, bound };
  const registrar = new Registrar({ registry, rules, hasSession, logger });
  const poller = new Poller({ registry, links, clock, logger, hasSession });
  const control = wireControl(ports, { registry, sessions, links });
  const facts = (): AdminFacts => ({
    version: VERSION,
    bootId: ports.bootId,
    uptimeSeconds: (clock.now() - began) / 1_000,
    warnings: warningsOf(options),
    agents: registry.state.rows.agentCount,
    agentsUp: registry.state.upCount,
    sessions: sessions.count,
    watchers: registry.watchers,
    entries: registry.state.rows.size,
  });
  return {
    services: [
      bindService(AdminService, {
        ...registryHandlers(registry, registrar),
        ...control.handlers,
      }),
      sessionService({
        sessions,
        registrar,
        clock,
        bootId: ports.bootId,
        version: `givc-admin ${VERSION}`,
      }),
      statusService(facts),
      journalService(control.journals),
    ],
    toRpcError: createErrorMapping(logger),
    facts,
    start: async () => {
      await control.desired.load();
      if (options.monitoring) poller.start();
    },
    close: () => {
      registry.close();
      sessions.close();
      poller.close();
      control.desired.close();
    },
  };
}

/**
 * A call to an agent that is back must not wait for the retries of its old
 * channel, and one that names ever new addresses must not leave a channel at each.
 */
function dropWithAgents(registry: LiveRegistry, channels: AgentChannels): void {
  registry.onEvent((event) => {
    if (event.kind === "agent-down") {
      channels.drop(event.agent.placement.address);
    }
    if (event.kind !== "updated") return;
    const { before, entry } = event;
    if (!isAgent(before) || !isAgent(entry)) return;
    const { address } = before.placement;
    if (!sameAddress(address, entry.placement.address)) channels.drop(address);
  });
}

interface Wiring {
  readonly registry: LiveRegistry;
  readonly sessions: Sessions;
  readonly links: AgentLinks;
}

function wireControl(ports: AdminPorts, wiring: Wiring) {
  const { clock, settings, logger, options } = ports;
  const { registry, links } = wiring;
  const reach = { ...wiring, clock };
  const { vmStartTimeoutMs } = options;
  const machines = new Machines({ ...reach, vmStartTimeoutMs });
  const numbers = new InstanceNumbers((unit) => registry.state.rows.has(unit));
  const desired = new DesiredState({
    registry,
    links,
    clock,
    settings,
    logger,
  });
  const handlers = {
    ...unsupportedHandlers(),
    ...controlHandlers({
      ports: reach,
      machines,
      applications: new Applications({ ...reach, machines, numbers }),
      services: new Services(reach),
      desired,
    }),
  };
  return { desired, handlers, journals: new Journals(reach, ports.own) };
}
