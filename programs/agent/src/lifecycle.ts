/** The life of the agent's process: listen, report, say that it is ready, and end in order. */

import { aborted, type Logger, type Notifier } from "@ghaf/daemon";
import { type RunningServer, TransportError } from "@ghaf/transport";
import type { Agent } from "./agent.ts";
import { type Clock, pause } from "./clock.ts";
import type { Units } from "./systemd/units.ts";

export interface LifecycleOptions {
  readonly agent: Pick<Agent, "start" | "registered" | "close">;
  readonly units: Pick<Units, "close">;
  /** Starts to serve. @throws TransportError `listen` while an address is not there yet */
  readonly openServer: () => Promise<Pick<RunningServer, "close">>;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborted when the process is to end. */
  readonly stopping: AbortSignal;
}

/** Addresses of VMs appear late; after this the agent gives up. */
const LISTEN_MS = 20_000;
const LISTEN_AGAIN_MS = 500;
/** Agents must work without an admin: ready comes without one, but not at once. */
const REGISTER_MS = 5_000;
/** Calls under way may take as long to end. */
const GRACE_MS = 2_000;

/**
 * Resolves when the process may end. Units of the local supervisor are stopped
 * while the admin can still be told of it.
 * @throws TransportError when there was nothing to listen on in time
 */
export async function runLifecycle(options: LifecycleOptions): Promise<void> {
  const { agent, units } = options;
  try {
    const server = await listenPatiently(options);
    if (server === undefined) return;
    agent.start();
    await announce(options);
    await aborted(options.stopping);
    await options.notifier.stopping();
    await server.close(GRACE_MS);
  } finally {
    await units.close();
    await agent.close();
  }
}

/** @returns undefined when the process is to end before it listens */
async function listenPatiently({
  openServer,
  clock,
  log,
  stopping,
}: LifecycleOptions): Promise<Pick<RunningServer, "close"> | undefined> {
  const deadline = clock.now() + LISTEN_MS;
  for (let told = false; !stopping.aborted; told = true) {
    try {
      return await openServer();
    } catch (error) {
      const isLate = clock.now() >= deadline;
      if (isLate || !mayBecomePossible(error)) throw error;
      const text = `not listening yet; trying for ${LISTEN_MS / 1_000} s`;
      if (!told) log.warning(text, { error });
    }
    await pause(clock, LISTEN_AGAIN_MS, stopping);
  }
  return undefined;
}

function mayBecomePossible(error: unknown): boolean {
  return error instanceof TransportError && error.code === "listen";
}

async function announce(options: LifecycleOptions): Promise<void> {
  const { agent, notifier, clock, stopping } = options;
  let isRegistered = false;
  const registered = agent.registered.then(() => {
    isRegistered = true;
  });
  const waiting = new AbortController();
  const stop = () => waiting.abort();
  stopping.addEventListener("abort", stop, { once: true });
  await Promise.race([registered, pause(clock, REGISTER_MS, waiting.signal)]);
  stop();
  if (stopping.aborted) return;
  await notifier.ready(isRegistered ? REGISTERED : "waiting for an admin");
  if (!isRegistered) void registered.then(() => notifier.status(REGISTERED));
}

const REGISTERED = "registered with the admin";
