/**
 * The agent of one machine, put together from its ports: what it serves, and what
 * it does on its own. Nothing here opens a socket or reads the environment.
 */

import type { ResolvedAgentConfig } from "@ghaf/api/config";
import type { RpcTransport, ServiceBinding } from "@ghaf/api/rpc";
import type { Journal, Logger } from "@ghaf/daemon";
import type { DialTarget } from "@ghaf/transport";
import { checkArguments } from "./application/argument-files.ts";
import { applicationEnvironment } from "./application/environment.ts";
import { createLauncher } from "./application/launch.ts";
import { createManifest, type Manifest } from "./application/manifest.ts";
import { type Clock, pause } from "./clock.ts";
import { AgentError } from "./errors.ts";
import { journalService } from "./journal/service.ts";
import { createLocale } from "./locale/locale.ts";
import type { LocaleControl } from "./locale/locale-control.ts";
import { localeService } from "./locale/service.ts";
import { agentFacts } from "./session/agent-facts.ts";
import { createBackoff } from "./session/backoff.ts";
import { createChangePositions } from "./session/change-positions.ts";
import { createSessionClient } from "./session/session-client.ts";
import type { ProcFs } from "./stats/proc-fs.ts";
import { statsService } from "./stats/service.ts";
import { createStats } from "./stats/stats.ts";
import type { SystemTools } from "./stats/sysinfo.ts";
import type { Units } from "./systemd/units.ts";
import { createAllowList } from "./unit/allow-list.ts";
import { createMonitor, type Monitor } from "./unit/monitor.ts";
import { unitControlService } from "./unit/service.ts";
import { createUnitManager } from "./unit/unit-manager.ts";

export interface AgentPorts {
  readonly config: ResolvedAgentConfig;
  /** What runs the units; whoever made it closes it. */
  readonly units: Units;
  /** Opens a transport to the admin, which is closed with the agent. */
  readonly dial: (target: DialTarget) => RpcTransport;
  readonly clock: Clock;
  /** Evenly distributed in [0, 1): only for the jitter of retries. */
  readonly random: () => number;
  /** A new unguessable text at each call. */
  readonly newEpoch: () => string;
  readonly log: Logger;
  readonly locale: LocaleControl;
  readonly procFs: ProcFs;
  readonly tools: SystemTools;
  /** What this machine has logged; undefined: nobody keeps it. */
  readonly journal: Journal | undefined;
  /** The agent's own environment; applications get an allowed part of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
}

export interface Agent {
  /** What is to be served to the admin. */
  readonly services: readonly ServiceBinding[];
  /** Begins to report to the admin; call it when the services are being served. */
  start(): void;
  /** Resolves when an admin has first acknowledged this agent. */
  readonly registered: Promise<void>;
  /** Ends what `start` began. */
  close(): Promise<void>;
}

/** @throws AgentError `not-in-this-version` rather than serve with less protection than asked for */
export function createAgent(ports: AgentPorts): Agent {
  checkCapabilities(ports);
  const { config, clock } = ports;
  const { admin } = config.network;
  const manifest = createManifest(config.applications);
  const facts = agentFacts(config, ports.version);
  const monitor = monitorOf(ports, manifest, [...facts.services.keys()]);
  const transport = ports.dial({
    endpoint: admin.endpoint,
    serverName: admin.name,
  });
  const session = createSessionClient({
    ...ports,
    admin: transport,
    facts,
    monitor,
  });
  const closing = new AbortController();
  return {
    services: [
      unitControlService({
        manager: managerOf(ports, manifest),
        launcher: launcherOf(ports, manifest),
        positions: createChangePositions({
          monitor,
          clock,
          position: () => session.position(),
        }),
      }),
      localeService(createLocale({ control: ports.locale, log: ports.log })),
      statsService(createStats(ports.procFs), ports.tools),
      journalService(ports.journal),
    ],
    start() {
      void loaded(ports, monitor, closing.signal).then((isLoaded) => {
        if (isLoaded) session.start();
      });
    },
    registered: session.registered,
    async close() {
      closing.abort();
      await session.close();
      monitor.close();
      transport.close();
    },
  };
}

function checkCapabilities({ config, log }: AgentPorts): void {
  if (config.accessControl.enable) {
    throw new AgentError(
      "not-in-this-version",
      "accessControl.enable: access control is not in this version; without it this agent would allow everything, so it does not start",
    );
  }
  for (const capability of config.enabled) {
    log.warning(
      `capabilities.${capability} is not in this version and is left out`,
    );
  }
}

function monitorOf(
  ports: AgentPorts,
  manifest: Manifest,
  services: Parameters<typeof createMonitor>[0]["services"],
): Monitor {
  return createMonitor({
    ...ports,
    own: ports.config.identity.unit,
    services,
    applicationPatterns: manifest.patterns,
    isApplication: (unit) => manifest.ofUnit(unit) !== undefined,
  });
}

function managerOf({ config, units }: AgentPorts, manifest: Manifest) {
  const own = config.identity.unit;
  const allowList = createAllowList({
    own,
    units: config.units.keys(),
    applications: manifest.names,
  });
  const isApplication = (unit: string) => manifest.ofUnit(unit) !== undefined;
  return createUnitManager({ own, units, allowList, isApplication });
}

function launcherOf(ports: AgentPorts, manifest: Manifest) {
  const environment = applicationEnvironment(ports.environment);
  return createLauncher({ ...ports, manifest, environment, checkArguments });
}

/** Reads the state of the units, however late their manager answers; false when closed first. */
async function loaded(
  { clock, random, log }: AgentPorts,
  monitor: Monitor,
  signal: AbortSignal,
): Promise<boolean> {
  const backoff = createBackoff(random);
  for (let told = false; !signal.aborted; told = true) {
    try {
      await monitor.load();
      return !signal.aborted;
    } catch (error) {
      const text = "the units cannot be read yet; trying until they can";
      if (!told) log.warning(text, { error });
    }
    await pause(clock, backoff.next(), signal);
  }
  return false;
}
