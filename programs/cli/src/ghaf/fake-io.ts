/** For tests: the ports of `ghaf` with an admin in the same process and everything written kept. */

import assert from "node:assert/strict";
import { AdminService } from "@ghaf/api/proto/admin/admin";
import { JournalService } from "@ghaf/api/proto/ghaf/journal/v1/journal";
import { StatusService } from "@ghaf/api/proto/ghaf/status/v1/status";
import { bindService, type Handlers, RpcError } from "@ghaf/api/rpc";
import { inMemoryTransport } from "@ghaf/transport";
import type { Environment } from "../connection/environment.ts";
import type { ResolvedConnection } from "../connection/resolve.ts";
import type { Io } from "./io.ts";
import { run } from "./run.ts";

export type AdminHandlers = Handlers<typeof AdminService>;

export interface Scene {
  readonly argv: readonly string[];
  readonly env?: Environment;
  /** The admin's methods; the others answer Unimplemented. */
  readonly admin?: AdminHandlers;
  /** An admin without it is the reference's. */
  readonly status?: Handlers<typeof StatusService>;
  readonly journal?: Handlers<typeof JournalService>;
  /** Somebody looks at stdout. */
  readonly terminal?: boolean;
  /** Overrides of single ports. */
  readonly io?: Partial<Io>;
}

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the command wanted to connect to. */
  readonly connections: readonly ResolvedConnection[];
}

/** The moment at which all scenes play. */
export const NOW = new Date("2026-08-01T12:00:00Z");

/** The way to the admin of a device that runs on this machine. */
export const HERE: ResolvedConnection = {
  target: {
    endpoint: { kind: "tcp", host: "127.0.0.1", port: 40_000 },
    serverName: "admin-vm",
  },
  tls: undefined,
  sourceAddress: undefined,
};

/** Runs one command line against that admin. */
export async function perform(scene: Scene): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const connections: ResolvedConnection[] = [];
  const output = (stream: keyof typeof written) => ({
    isTerminal: scene.terminal ?? false,
    write: async (text: string) => {
      written[stream] += text;
    },
  });
  const io: Io = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    signal: new AbortController().signal,
    folder: "/nowhere",
    files: { unreadable: () => undefined },
    now: () => NOW,
    connect: async (to) => {
      connections.push(to);
      const transport = adminOf(scene);
      return { transport, close: () => transport.close() };
    },
    device: async () => undefined,
    runner: async () => assert.fail("no runner is asked"),
    ...scene.io,
  };
  const code = await run(scene.argv, scene.env ?? {}, io);
  return { code, ...written, connections };
}

function adminOf({ admin = {}, status, journal = {} }: Scene) {
  const own = [
    bindService(AdminService, admin, "not in this version"),
    bindService(JournalService, journal, "not in this version"),
  ];
  return inMemoryTransport({
    services:
      status === undefined ? own : [...own, bindService(StatusService, status)],
    peer: { kind: "memory" },
    toRpcError: (error) =>
      error instanceof RpcError
        ? error
        : new RpcError("internal", String(error)),
  });
}

/** A refusal as an admin sends it, with the causes that tell it from a lost connection. */
export function refusal(
  code: ConstructorParameters<typeof RpcError>[0],
  message: string,
): RpcError {
  return new RpcError(code, message, { debug: { detail: message, stack: [] } });
}
