/** The connection of who operates an instance: through its relay, with the operator's certificate. */

import { existsSync } from "node:fs";
import type { TlsFiles } from "@ghaf/transport";
import type { ResolvedConnection } from "../connection/resolve.ts";
import { layoutOf } from "../pki/layout.ts";
import { OPERATOR } from "./certificates.ts";
import type { InstanceFolder } from "./folders.ts";

const ADMIN = "admin-vm";
const LOOPBACK = "127.0.0.1";

/** @param port of the relay */
export function operatorConnection(
  folder: InstanceFolder,
  port: number,
): ResolvedConnection {
  return {
    target: {
      endpoint: { kind: "tcp", host: LOOPBACK, port },
      serverName: ADMIN,
    },
    tls: filesOf(folder),
    sourceAddress: undefined,
  };
}

/** As `givc-cli` and others take them from the environment (control-plane specification 4.1). */
export function operatorVariables(
  folder: InstanceFolder,
  port: number,
): readonly (readonly [name: string, value: string])[] {
  const tls = filesOf(folder);
  return [
    ["GIVC_NAME", ADMIN],
    ["GIVC_ADDR", LOOPBACK],
    ["GIVC_PORT", String(port)],
    ["GIVC_CA_CERT", tls.caCert],
    ["GIVC_HOST_CERT", tls.cert],
    ["GIVC_HOST_KEY", tls.key],
  ];
}

function filesOf(folder: InstanceFolder): TlsFiles {
  const leaf = layoutOf(folder.pki).leaf(OPERATOR);
  return {
    caCert: leaf.authorityCertificate,
    cert: leaf.certificate,
    key: leaf.key,
  };
}

/** False for an instance that another user has. */
export function mayOperate(folder: InstanceFolder): boolean {
  return existsSync(filesOf(folder).key);
}
