/** The VM with the registry of the control plane and the collector of logs (spec 2.5, 2.15, 2.16). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";

/** Where the collector keeps what the server outside has not taken yet. */
const LOG_DIRECTORY = "/var/lib/ghaf/log";

export function adminVm({ ghaf }: PlatformConfig): GuestDefinition {
  const { givc, logging } = ghaf;
  return {
    microvm: { mem: byDefault(512), vcpu: byDefault(1) },
    firewall: {
      allow: [
        ...(givc.enable && givc.adminConfig.protocol === "tcp"
          ? [{ port: Number(givc.adminConfig.port), from: "any" }]
          : []),
        ...(logging.client.enable
          ? [{ port: logging.listener.port, from: "any" }]
          : []),
      ],
    },
    ghaf: {
      givc: { adminvm: { enable: byDefault(givc.enable) } },
      storagevm: {
        enable: byDefault(true),
        name: byDefault("adminvm"),
        directories: logging.client.enable
          ? [{ path: LOG_DIRECTORY, mode: "0700" }]
          : [],
        files: ["/etc/locale-givc.conf", "/etc/timezone.conf"],
      },
    },
  };
}
