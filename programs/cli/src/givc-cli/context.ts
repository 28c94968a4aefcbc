/** What the body of a command works with: its ports, and the admin once it asks for it. */

import type { ControlClient } from "@ghaf/client";
import type { Environment } from "../connection/environment.ts";
import type { ConnectionFlags } from "../connection/flags.ts";
import type { Io } from "./io.ts";

export interface Context {
  readonly io: Io;
  readonly env: Environment;
  /** The words after the first `--` of the command line. */
  readonly afterSeparator: readonly string[];
  /** Resolves the connection and makes the client, once. @throws CliError */
  admin(): Promise<ControlClient>;
  /** Writes data. */
  print(text: string | Uint8Array): Promise<void>;
  /** Writes a line for people, without waiting and whatever becomes of it. */
  warn(text: string): void;
}

/** A context together with what only `run` uses. */
export interface OpenContext extends Context {
  /** Where the admin was looked for, `admin-vm at 127.0.0.1:9001`; undefined before. */
  adminPlace(): string | undefined;
  close(): void;
}

export interface ContextOptions {
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly io: Io;
  /** Asked when a command first wants the admin, after parsing. */
  readonly flags: () => ConnectionFlags;
}

export function openContext(options: ContextOptions): OpenContext {
  const { argv, env, io, flags } = options;
  const separator = argv.indexOf("--");
  let client: ControlClient | undefined;
  let place: string | undefined;
  let close = () => {};
  return {
    io,
    env,
    afterSeparator: separator === -1 ? [] : argv.slice(separator + 1),
    admin: async () => {
      if (client !== undefined) return client;
      // Loaded here: with them come protobuf and gRPC.
      const { resolveConnection } = await import("../connection/resolve.ts");
      const { formatEndpoint } = await import("@ghaf/api");
      const { createControlClient } = await import("@ghaf/client");
      const resolved = resolveConnection(flags(), env, io.files);
      const { serverName, endpoint } = resolved.target;
      place = `${serverName} at ${formatEndpoint(endpoint)}`;
      const connection = await io.connect(resolved);
      close = () => connection.close();
      client = createControlClient(connection.transport);
      return client;
    },
    print: (text) => io.stdout.write(text),
    warn: (text) => {
      io.stderr.write(`Warning: ${text}\n`).catch(() => undefined);
    },
    adminPlace: () => place,
    close: () => close(),
  };
}
