/**
 * From flags and environment to the connection they mean. Flags win over the
 * environment, the environment over the defaults, which work on a machine that
 * has its certificates in the usual place.
 */

import {
  ApiError,
  type Endpoint,
  isIpAddress,
  parseEndpoint,
  parseVsock,
  quote,
  type TransportStrings,
} from "@ghaf/api";
import type { DialTarget, TlsFiles } from "@ghaf/transport";
import { CliError } from "../ghaf/cli-error.ts";
import { type CredentialFiles, findCredentials } from "./credentials.ts";
import { type Environment, nonEmpty } from "./environment.ts";
import type { ConnectionFlags } from "./flags.ts";

export interface ResolvedConnection {
  readonly target: DialTarget;
  /** Undefined: plaintext. */
  readonly tls: TlsFiles | undefined;
  /** The local IP address to connect from. */
  readonly sourceAddress: string | undefined;
}

const DEFAULT_ADDRESS = "127.0.0.1";
const DEFAULT_PORT = "9001";
const DEFAULT_NAME = "admin-vm";
const SERVER_NAME = /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?$/;

/** @throws CliError `usage` for a value that cannot be, `configuration` for missing credentials */
export function resolveConnection(
  flags: ConnectionFlags,
  env: Environment,
  files: CredentialFiles,
): ResolvedConnection {
  const endpoint = endpointOf(flags, env);
  const name = flags.name ?? nonEmpty(env["GIVC_NAME"]) ?? DEFAULT_NAME;
  if (!SERVER_NAME.test(name)) {
    throw unusable("--name", name, "is no server name");
  }
  return {
    target: { endpoint, serverName: name },
    tls: withoutTls(flags, env)
      ? undefined
      : findCredentials(flags, env, files),
    sourceAddress: sourceAddressOf(flags, env, endpoint),
  };
}

function endpointOf(flags: ConnectionFlags, env: Environment): Endpoint {
  const { vsock } = flags;
  if (vsock !== undefined) return orUsage("--vsock", () => parseVsock(vsock));
  const address = flags.addr ?? nonEmpty(env["GIVC_ADDR"]) ?? DEFAULT_ADDRESS;
  return orUsage("--addr", () =>
    parseEndpoint(
      socketStrings(address) ?? {
        protocol: "tcp",
        address,
        port: portOf(flags, env),
      },
    ),
  );
}

/** `/path`, `unix:path` or `@name`: an admin that listens on a socket of this machine. */
function socketStrings(untrusted: string): TransportStrings | undefined {
  if (untrusted.startsWith("@")) {
    return { protocol: "abstract", address: untrusted.slice(1), port: "" };
  }
  const path = /^(?:unix:(.*)|(\.?\/.*))$/s.exec(untrusted);
  return path === null
    ? undefined
    : { protocol: "unix", address: path[1] ?? path[2] ?? "", port: "" };
}

function portOf(flags: ConnectionFlags, env: Environment): string {
  const port = flags.port ?? nonEmpty(env["GIVC_PORT"]) ?? DEFAULT_PORT;
  if (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535) {
    throw unusable("--port", port, "is not a number from 1 to 65535");
  }
  return port;
}

/** Only the two words: a misspelt variable must not decide whether there is TLS. */
function withoutTls(flags: ConnectionFlags, env: Environment): boolean {
  if (flags.notls === true) return true;
  const word = nonEmpty(env["GIVC_NO_TLS"]);
  switch (word) {
    case undefined:
    case "false":
      return false;
    case "true":
      return true;
    default:
      throw unusable("GIVC_NO_TLS", word, "is neither true nor false");
  }
}

function sourceAddressOf(
  flags: ConnectionFlags,
  env: Environment,
  endpoint: Endpoint,
): string | undefined {
  const address = flags.bind ?? nonEmpty(env["GIVC_BIND"]);
  if (address === undefined) return undefined;
  if (!isIpAddress(address)) {
    throw unusable("--bind", address, "is no IP address");
  }
  // A variable set for tcp connections says nothing about the others.
  return endpoint.kind === "tcp" ? address : undefined;
}

function orUsage<T>(option: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw new CliError("usage", `${option}: ${cause.message}`, { cause });
  }
}

function unusable(option: string, untrusted: string, reason: string): CliError {
  return new CliError("usage", `${option} ${quote(untrusted)} ${reason}`);
}
