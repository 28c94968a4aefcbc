/** For tests: the ports of `givc-cli` with an admin in the same process and everything written kept. */

import { AdminService } from "@ghaf/api/proto/admin/admin";
import { bindService, type Handlers, RpcError } from "@ghaf/api/rpc";
import { inMemoryTransport } from "@ghaf/transport";
import type { CredentialFiles } from "../connection/credentials.ts";
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
  readonly stdin?: readonly string[];
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

const EVERY_FILE: CredentialFiles = { unreadable: () => undefined };

/** Runs one command line against that admin. */
export async function perform(scene: Scene): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const connections: ResolvedConnection[] = [];
  const output = (stream: keyof typeof written) => ({
    write: async (chunk: string | Uint8Array) => {
      written[stream] += Buffer.from(chunk).toString("utf8");
    },
  });
  const io: Io = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    stdin: chunksOf(scene.stdin ?? []),
    hostname: "gui-vm",
    signal: new AbortController().signal,
    files: EVERY_FILE,
    connect: async (to) => {
      connections.push(to);
      const transport = adminOf(scene.admin ?? {});
      return { transport, close: () => transport.close() };
    },
    httpGet: async () => {
      throw new Error("no HTTP in this scene");
    },
    wait: async () => undefined,
    ...scene.io,
  };
  const code = await run(scene.argv, scene.env ?? {}, io);
  return { code, ...written, connections };
}

function adminOf(handlers: AdminHandlers) {
  return inMemoryTransport({
    services: [bindService(AdminService, handlers, "not in this version")],
    peer: { kind: "memory" },
    toRpcError: (error) => new RpcError("internal", String(error)),
  });
}

async function* chunksOf(texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}
