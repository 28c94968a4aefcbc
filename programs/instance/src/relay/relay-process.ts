/**
 * The process that holds the network namespace of the instance, and in it relays. The
 * listener is opened in this machine's namespace and handed over: a socket keeps the
 * namespace that it was made in.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, Server } from "node:net";
import { InstanceError, reasonOf, systemCode } from "../errors.ts";
import type { Relay } from "../spec/instance-spec.ts";
import { relay } from "./relay.ts";

export interface RelayProcess {
  /** In whose network namespace everything else runs. */
  readonly pid: number;
  /** On 127.0.0.1 of this machine; null: it does not listen. */
  readonly port: number | null;
  /** Resolves with the reason when it ends by itself. */
  readonly lost: Promise<string>;
}

const BEGIN_MS = 10_000;

/** @param self program and arguments under which this program runs as the relay */
export async function startRelay(
  wanted: Relay | null,
  self: readonly [string, ...string[]],
): Promise<RelayProcess> {
  const server = wanted === null ? undefined : await listen(wanted.port);
  const port = server === undefined ? null : portOf(server);
  const child = spawn("unshare", ["--net", "--", ...self], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const lost = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(reasonOf(error)));
    child.once("exit", (code, signal) =>
      resolve(`it ended with ${signal ?? code}`),
    );
  });
  // It is in its namespace once it speaks.
  await spoken(child, lost);
  if (server !== undefined && wanted !== null) {
    child.send(wanted.target, server);
    await spoken(child, lost);
    // The relay has its own descriptor of it now.
    server.close();
  }
  return { pid: child.pid ?? 0, port, lost };
}

/** The relay's own life, in the child. Ends when its parent does. */
export function runRelay(parent: NodeJS.Process): Promise<void> {
  parent.on("message", (target: Relay["target"], server?: unknown) => {
    if (server instanceof Server) relay(server, target);
    parent.send?.("relays");
  });
  parent.send?.("begun");
  return new Promise((resolve) => parent.once("disconnect", resolve));
}

/** @throws InstanceError `network` when it ends instead, or is silent for too long */
async function spoken(child: ChildProcess, lost: Promise<string>) {
  const late = AbortSignal.timeout(BEGIN_MS);
  const heard = once(child, "message", { signal: late }).then(
    () => undefined,
    (cause) =>
      late.aborted ? `it was silent for ${BEGIN_MS} ms` : reasonOf(cause),
  );
  const reason = await Promise.race([heard, lost]);
  if (reason === undefined) return;
  const text = `no network namespace can be made: unshare: ${reason}`;
  throw new InstanceError("network", text, { value: reason });
}

/** @throws InstanceError `relay` that names the port */
async function listen(port: number): Promise<Server> {
  const server = createServer();
  try {
    server.listen({ port, host: "127.0.0.1", backlog: 64 });
    await once(server, "listening");
    return server;
  } catch (cause) {
    const why =
      systemCode(cause) === "EADDRINUSE"
        ? "is in use by another process; choose another with --port, or 0 for any that is free"
        : `cannot be had: ${reasonOf(cause)}`;
    const text = `port ${port} of 127.0.0.1 ${why}`;
    throw new InstanceError("relay", text, { value: port, cause });
  }
}

function portOf(server: Server): number | null {
  const address = server.address();
  return typeof address === "object" ? (address?.port ?? null) : null;
}
