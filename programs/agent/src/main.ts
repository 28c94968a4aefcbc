/**
 * givc-agent: reads the command line, the environment and the clock, puts the
 * adapters together and runs the agent until it is told to end.
 */

import { randomUUID } from "node:crypto";
import { isIpAddress, type ListenAddress } from "@ghaf/api";
import type { ResolvedAgentConfig } from "@ghaf/api/config";
import type { RpcError } from "@ghaf/api/rpc";
import {
  activatedSockets,
  createNotifier,
  type Informing,
  type Journal,
  journalctl,
  type Logger,
  onSignals,
  openProcessLog,
  runMain,
} from "@ghaf/daemon";
import {
  dial,
  loadTlsIdentity,
  type RunningServer,
  serve,
  type TlsIdentity,
  TransportError,
} from "@ghaf/transport";
import { type Agent, createAgent } from "./agent.ts";
import { busAddress } from "./bus-address.ts";
import type { Clock } from "./clock.ts";
import {
  type LoadedConfig,
  loadConfigEnvironment,
  loadConfigFile,
} from "./config/load-config.ts";
import { AgentError } from "./errors.ts";
import { type Command, parseFlags, USAGE } from "./flags.ts";
import { unitLogs } from "./journal/unit-logs.ts";
import { runLifecycle } from "./lifecycle.ts";
import { createLocalLocale } from "./locale/local-locale.ts";
import type { LocaleControl } from "./locale/locale-control.ts";
import { createSystemdLocale } from "./locale/systemd-locale.ts";
import { managerEnvironment } from "./manager-environment.ts";
import { toRpcError } from "./rpc-error.ts";
import { createInstalledTools } from "./stats/installed-tools.ts";
import { createLinuxProcFs } from "./stats/linux-proc-fs.ts";
import { parentChannel, runKeeper } from "./supervisor/keeper.ts";
import {
  LocalSupervisor,
  type PoweroffKind,
} from "./supervisor/local-supervisor.ts";
import { DbusSystemd } from "./systemd/dbus-systemd.ts";
import { type Units, UnitsError } from "./systemd/units.ts";
import { VERSION } from "./version.ts";

const NAME = `givc-agent ${VERSION}`;
const FAILED = 1;
/** Made by the machine for its agents: root and the group users may read it, nobody else enters. */
const MACHINE_FOLDER = "/run/givc";
/** Whoever runs an agent with a local supervisor does the rest: see USAGE in flags.ts. */
const POWEROFF_STATUS: Readonly<Record<PoweroffKind, number>> = {
  poweroff: 0,
  reboot: 75,
};

const clock: Clock = {
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

runMain(process, {
  ...{ name: "givc-agent", version: VERSION, usage: USAGE },
  ...{ parse: parseFlags, main },
  isOwn: (error) =>
    error instanceof AgentError ||
    error instanceof TransportError ||
    error instanceof UnitsError,
});

async function main(command: Exclude<Command, Informing>): Promise<number> {
  switch (command.kind) {
    case "keeper":
      return keepUnits();
    case "run": {
      const { configFile, debug } = command;
      const loaded =
        configFile === undefined
          ? loadConfigEnvironment(process.env)
          : await loadConfigFile(configFile);
      if (loaded !== undefined) return runAgent(loaded, debug);
      process.stderr.write(`givc-agent: -config is missing\n${USAGE}`);
      return FAILED;
    }
  }
}

async function runAgent(loaded: LoadedConfig, debug: boolean): Promise<number> {
  const { config } = loaded;
  const level = debug || loaded.debug ? "debug" : undefined;
  const { stderr, env } = process;
  const log = openProcessLog({ stderr, env, level });
  if (loaded.notice !== undefined) log.notice(loaded.notice);
  for (const warning of config.warnings) log.warning(warning);
  const tls = await openTls(config, log);
  const stopping = new AbortController();
  onSignals(process, {
    stop: () => stopping.abort(),
    reload: () => void reload(tls, log),
  });
  let endsWith = 0;
  const units = openUnits(config, log, (kind) => {
    endsWith = POWEROFF_STATUS[kind];
    stopping.abort();
  });
  const agent = openAgent({ config, units, tls, log });
  await runLifecycle({
    agent,
    units,
    openServer: () => openServer({ config, agent, tls, log }),
    notifier: createNotifier({
      socket: process.env["NOTIFY_SOCKET"],
      descriptor: process.env["GHAF_NOTIFY_FD"],
      watchdogUsec: process.env["WATCHDOG_USEC"],
      onError: (error) =>
        log.warning("whoever started this agent was not told", { error }),
    }),
    clock,
    log,
    stopping: stopping.signal,
  });
  tls?.close();
  return endsWith;
}

async function openTls(
  { network }: ResolvedAgentConfig,
  log: Logger,
): Promise<TlsIdentity | undefined> {
  if (network.tls === undefined) {
    log.warning("TLS is off: nothing is encrypted and nobody has an identity");
    return undefined;
  }
  return loadTlsIdentity(network.tls, {
    guardedFolder: process.env["CREDENTIALS_DIRECTORY"] ?? MACHINE_FOLDER,
    onWarning: (text) => log.warning(text),
  });
}

async function reload(tls: TlsIdentity | undefined, log: Logger) {
  if (tls === undefined) return;
  try {
    await tls.reload();
    log.notice("certificates were read again");
  } catch (error) {
    log.error("certificates were not reloaded", { error });
  }
}

function openUnits(
  { supervisor }: ResolvedAgentConfig,
  log: Logger,
  onPoweroff: (kind: PoweroffKind) => void,
): Units {
  switch (supervisor.kind) {
    case "systemd":
      return new DbusSystemd({
        address: busAddress(isRoot(), process.env),
        logger: log,
      });
    case "local":
      return new LocalSupervisor({
        units: supervisor.units,
        logFolder: supervisor.logFolder,
        keeper: [process.execPath, ...process.execArgv, program(), "--keeper"],
        environment: managerEnvironment(process.env),
        clock,
        logger: log,
        onPoweroff,
      });
  }
}

/** The file that was started: compiled, bundled or the command's starter, all take the same flags. */
function program(): string {
  return process.argv[1] ?? "";
}

function openAgent(parts: {
  readonly config: ResolvedAgentConfig;
  readonly units: Units;
  readonly tls: TlsIdentity | undefined;
  readonly log: Logger;
}): Agent {
  const { config, tls } = parts;
  const sourceAddress = ownAddress(config);
  return createAgent({
    ...parts,
    dial: (target) => dial(target, { tls, sourceAddress }),
    clock,
    random: Math.random,
    newEpoch: randomUUID,
    locale: openLocale(config),
    procFs: createLinuxProcFs(),
    tools: createInstalledTools(),
    journal: openJournal(config),
    environment: process.env,
    version: NAME,
  });
}

function openJournal({ supervisor }: ResolvedAgentConfig): Journal | undefined {
  if (supervisor.kind === "systemd") return journalctl();
  const { logFolder } = supervisor;
  return logFolder === undefined ? undefined : unitLogs(logFolder);
}

function openLocale({ supervisor }: ResolvedAgentConfig): LocaleControl {
  return supervisor.kind === "local"
    ? createLocalLocale()
    : createSystemdLocale({ manager: isRoot() ? "system" : "user" });
}

/** The address that peers know this machine by; the kernel might choose another. */
function ownAddress({ network }: ResolvedAgentConfig): string | undefined {
  const { endpoint } = network.agent;
  if (endpoint.kind !== "tcp" || !isIpAddress(endpoint.host)) return undefined;
  return ["0.0.0.0", "::"].includes(endpoint.host) ? undefined : endpoint.host;
}

async function openServer(parts: {
  readonly config: ResolvedAgentConfig;
  readonly agent: Agent;
  readonly tls: TlsIdentity | undefined;
  readonly log: Logger;
}): Promise<RunningServer> {
  const { config, agent, tls, log } = parts;
  const sockets = activatedSockets(process.env, process.pid);
  const configured = config.network.agent.endpoint;
  return serve({
    listen: [sockets.length > 0 ? EVERY_SOCKET : configured],
    services: agent.services,
    tls,
    inheritance: { sockets },
    toRpcError: (error) => logged(toRpcError(error), log),
    onError: (text, error) => log.warning(text, { error }),
  });
}

/** What systemd passed wins over the configured address, which stays what is registered. */
const EVERY_SOCKET: ListenAddress = { kind: "inherited", name: "*" };

function logged(failure: RpcError, log: Logger): RpcError {
  if (failure.code !== "internal") return failure;
  const { cause } = failure;
  const stack = cause instanceof Error ? cause.stack : undefined;
  log.error("a call failed by a fault of this agent", { cause, stack });
  return failure;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function keepUnits(): Promise<number> {
  await runKeeper(parentChannel(process));
  return 0;
}
