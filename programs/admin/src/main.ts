/** The program givc-admin: reads the process, wires the adapters, follows signals. */

import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import { Duplex } from "node:stream";
import { ApiError, formatEndpoint } from "@ghaf/api";
import { readAdminConfig } from "@ghaf/api/config";
import type { AdminConfig } from "@ghaf/api/proto/ghaf/config/v1/admin_config";
import {
  activatedSockets,
  createNotifier,
  journalctl,
  type Logger,
  onSignals,
  openProcessLog,
} from "@ghaf/daemon";
import {
  createPool,
  loadTlsIdentity,
  serve,
  type TlsIdentity,
  TransportError,
} from "@ghaf/transport";
import { type Admin, createAdmin } from "./admin.ts";
import type { Clock } from "./clock.ts";
import { diskSettings } from "./control/disk-settings.ts";
import { AdminError } from "./errors.ts";
import { type Flags, parseFlags, USAGE } from "./flags.ts";
import { resolveSettings, type Settings } from "./settings.ts";
import { VERSION } from "./version.ts";

/** Calls under way may take this long after a signal to stop. */
const DRAIN_MS = 2_000;

/** Made by the machine for its agents and its admin: root and the group users may read it, nobody else enters. */
const MACHINE_FOLDER = "/run/givc";

/** An agent's answer is a few kilobytes; it is not to fill this program's memory. */
const MAX_AGENT_REPLY_BYTES = 4 * 1_024 * 1_024;

const clock: Clock = {
  now: () => performance.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

main().catch((error: unknown) => {
  process.stderr.write(`givc-admin: ${describe(error)}\n`);
  process.exit(exitStatus(error));
});

async function main(): Promise<void> {
  const command = parseFlags(process.argv.slice(2));
  switch (command.kind) {
    case "help":
      process.stdout.write(USAGE);
      break;
    case "version":
      process.stdout.write(`givc-admin ${VERSION}\n`);
      break;
    case "run":
      await run(command.flags);
      break;
  }
}

async function run(flags: Flags): Promise<void> {
  const { stderr, env } = process;
  const logger = openProcessLog({ stderr, env, usual: "info" });
  const file = await readConfigFile(flags.config, logger);
  const environment = process.env;
  const settings = resolveSettings({ flags, environment, file });
  const identity = await loadIdentity(settings, logger);
  const stopping = followSignals(identity, logger);
  const pool = createPool({
    tls: identity,
    sourceAddress: settings.sourceAddress,
    maxReplyBytes: MAX_AGENT_REPLY_BYTES,
  });
  const admin = createAdmin({
    options: {
      ...settings,
      tls: identity !== undefined,
      tlsMinVersion: settings.tls?.minVersion ?? "TLSv1.3",
    },
    clock,
    bootId: randomUUID(),
    channels: pool,
    settings: diskSettings(settings.stateDir),
    own: { name: hostname(), journal: journalctl() },
    logger,
  });
  for (const { code, text } of admin.facts().warnings) {
    logger.warning(text, { code });
  }
  await admin.start();
  const server = await listen({ settings, admin, identity, logger });
  const notifier = createNotifier({
    socket: environment["NOTIFY_SOCKET"],
    watchdogUsec: environment["WATCHDOG_USEC"],
    onError: (error) => logger.warning("systemd was not told", { error }),
  });
  await notifier.ready(`${server.addresses.length} listeners`);
  await stopping;
  const drained = server.close(DRAIN_MS);
  admin.close();
  await Promise.all([notifier.stopping(), drained]);
  pool.close();
  identity?.close();
  process.exit(0);
}

/**
 * From here on a signal to stop ends what is being started as it ends what runs.
 * Resolves at that signal.
 */
function followSignals(
  identity: TlsIdentity | undefined,
  logger: Logger,
): Promise<void> {
  return new Promise((resolve) => {
    onSignals(process, {
      stop: (signal) => {
        logger.notice("stopping", { signal });
        resolve();
      },
      reload: () => void reload(identity, logger),
    });
  });
}

async function listen(parts: {
  readonly settings: Settings;
  readonly admin: Admin;
  readonly identity: TlsIdentity | undefined;
  readonly logger: Logger;
}) {
  const { settings, admin, identity, logger } = parts;
  const server = await serve({
    listen: settings.listen,
    services: admin.services,
    tls: identity,
    toRpcError: admin.toRpcError,
    onError: (text, error) => logger.info(text, { error }),
    inheritance: {
      sockets: activatedSockets(process.env, process.pid),
      stdio: () =>
        Duplex.from({ readable: process.stdin, writable: process.stdout }),
    },
  });
  const addresses = server.addresses.map(formatEndpoint);
  logger.info("listening", { addresses, version: VERSION });
  return server;
}

async function loadIdentity(
  settings: Settings,
  logger: Logger,
): Promise<TlsIdentity | undefined> {
  const { tls } = settings;
  if (tls === undefined) return undefined;
  const { minVersion, strictKeyModes, ...files } = tls;
  return loadTlsIdentity(files, {
    minVersion,
    strictKeyModes,
    guardedFolder: process.env["CREDENTIALS_DIRECTORY"] ?? MACHINE_FOLDER,
    onWarning: (text) => logger.warning(text),
  });
}

async function reload(
  identity: TlsIdentity | undefined,
  logger: Logger,
): Promise<void> {
  try {
    await identity?.reload();
    logger.notice("certificates reloaded");
  } catch (error) {
    logger.error("certificates not reloaded, the old ones stay", { error });
  }
}

async function readConfigFile(
  path: string | undefined,
  logger: Logger,
): Promise<AdminConfig | undefined> {
  if (path === undefined) return undefined;
  const { config, warnings } = readAdminConfig(await readJson(path), path);
  for (const warning of warnings) logger.warning(warning, { file: path });
  return config;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AdminError("start", `cannot read ${path}: ${reason}`, { cause });
  }
}

function exitStatus(error: unknown): number {
  return error instanceof AdminError && error.code === "usage" ? 2 : 1;
}

/** Our own errors speak for themselves; of others the stack is wanted. */
function describe(error: unknown): string {
  if (
    error instanceof AdminError ||
    error instanceof ApiError ||
    error instanceof TransportError
  ) {
    const hint = exitStatus(error) === 2 ? "; see givc-admin --help" : "";
    return `${error.message}${hint}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : `${error}`;
}
