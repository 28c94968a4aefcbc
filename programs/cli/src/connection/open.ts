/**
 * Opens the connection that was resolved. This is where gRPC and TLS are loaded,
 * so a command imports it only once it is about to call.
 */

import type { RpcTransport } from "@ghaf/api/rpc";
import { dial, loadTlsIdentity, TransportError } from "@ghaf/transport";
import { CliError } from "../ghaf/cli-error.ts";
import type { ResolvedConnection } from "./resolve.ts";

/** A way to the admin; connected at the first call. */
export interface Connection {
  readonly transport: RpcTransport;
  /** Ends the connection and stops following the certificate files. */
  close(): void;
}

/** @throws CliError `configuration` for a bad certificate file, `failed` for an address that cannot be dialled */
export async function openConnection(
  to: ResolvedConnection,
): Promise<Connection> {
  try {
    const tls = to.tls && (await loadTlsIdentity(to.tls));
    const transport = dial(to.target, { tls, sourceAddress: to.sourceAddress });
    return {
      transport,
      close: () => {
        transport.close();
        tls?.close();
      },
    };
  } catch (error) {
    throw error instanceof TransportError ? cliError(error) : error;
  }
}

function cliError(cause: TransportError): CliError {
  const code = cause.code === "tls-file" ? "configuration" : "failed";
  return new CliError(code, cause.message, { cause });
}
