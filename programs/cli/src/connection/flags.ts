/** The options that say how to reach the admin: the same for `ghaf` and `givc-cli` (control-plane specification 4.1). */

import type { Command } from "commander";
import { type Environment, nonEmpty } from "./environment.ts";

/** What the command line said. Untrusted; `resolveConnection` reads it. */
export interface ConnectionFlags {
  readonly addr?: string;
  readonly port?: string;
  readonly name?: string;
  readonly cacert?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly notls?: boolean;
  readonly vsock?: string;
  readonly bind?: string;
}

/**
 * Adds the options to a program. Their environment variables are read by
 * `resolveConnection` and not by commander, which would read the process's own.
 */
export function addConnectionOptions(program: Command): Command {
  return program
    .option(
      "--addr <address>",
      "admin's IP address, host name or socket (env: GIVC_ADDR, default: 127.0.0.1)",
    )
    .option("--port <port>", "admin's port (env: GIVC_PORT, default: 9001)")
    .option(
      "--name <name>",
      "admin's TLS server name (env: GIVC_NAME, default: admin-vm)",
    )
    .option(
      "--cacert <file>",
      "certificate of the authority (env: GIVC_CA_CERT, default: ca-cert.pem in /run/givc or /etc/givc)",
    )
    .option(
      "--cert <file>",
      "own certificate (env: GIVC_HOST_CERT, default: cert.pem there)",
    )
    .option(
      "--key <file>",
      "own private key (env: GIVC_HOST_KEY, default: key.pem there)",
    )
    .option("--notls", "connect without TLS (env: GIVC_NO_TLS=true)")
    .option(
      "--vsock <cid:port>",
      "connect over vsock instead; the CID may be host or local",
    )
    .option(
      "--bind <address>",
      "connect from this local IP address (env: GIVC_BIND)",
    );
}

/** Whoever says anything of the way means an admin of their own. */
export function namesAdmin(flags: ConnectionFlags, env: Environment): boolean {
  const { addr, port, name, cacert, cert, key, notls, vsock, bind } = flags;
  const given = [addr, port, name, cacert, cert, key, notls, vsock, bind];
  const variables = ["GIVC_ADDR", "GIVC_PORT", "GIVC_NO_TLS"];
  return (
    given.some((value) => value !== undefined) ||
    variables.some((variable) => nonEmpty(env[variable]) !== undefined)
  );
}
