/** The control plane of the device: its server in admin-vm and how others trust it (spec 2.13). */

import type { PlatformConfig } from "../options/platform-options.ts";
import { hasSystemVm } from "./enabled-vms.ts";
import { HOST_NAME } from "./reservations.ts";

export interface ControlPlane {
  /** Whether both ends of a connection show a certificate of the device. */
  readonly tls: boolean;
  readonly admin: AdminServer;
}

export interface AdminServer {
  /** The name in its certificate. */
  readonly name: string;
  /** Where others reach it, in the words of the protocol. */
  readonly address: string;
  readonly port: number;
  readonly protocol: "tcp" | "unix" | "vsock";
  /** Agents that it watches from the start, by unit. */
  readonly watched: readonly string[];
}

/** Null: the device has none. */
export function controlPlaneOf(config: PlatformConfig): ControlPlane | null {
  const { givc } = config.ghaf;
  if (!givc.enable) return null;
  const { name, addr, port, protocol } = givc.adminConfig;
  const watched = WATCHED_ROLES.filter((role) => hasSystemVm(config, role));
  const names = [
    ...(givc.host.enable ? [HOST_NAME] : []),
    ...watched.map((role) => `${role}-vm`),
  ];
  return {
    tls: givc.enableTls,
    admin: {
      name,
      address: addr,
      port: Number(port),
      protocol: protocolOf(protocol),
      watched: names.map((agent) => `givc-${agent}.service`),
    },
  };
}

const WATCHED_ROLES = ["net", "gui", "audio"] as const;

/** The option's own check has refused other words. */
function protocolOf(word: string): AdminServer["protocol"] {
  return word === "unix" || word === "vsock" ? word : "tcp";
}
