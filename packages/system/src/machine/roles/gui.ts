/** The VM that has the screen and the person's session (spec 2.5, 2.6, 2.16). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import { hasVm } from "../enabled-vms.ts";
import type { GuestDefinition } from "../guest.ts";
import { sessionPackages } from "../session-packages.ts";
import { machineType } from "./machine-type.ts";
import { agentOpening } from "./openings.ts";

/** What of the person's home is kept. */
const KEPT = [".cache", ".config", ".local", "Pictures", "Videos"];

/** Who may ask gui-vm to show a document (spec 2.23). */
const DOCUMENT_SENDERS = ["chrome-vm", "business-vm", "comms-vm"];

export function guiVm(config: PlatformConfig): GuestDefinition {
  const { ghaf } = config;
  return {
    microvm: {
      mem: byDefault(12_288),
      vcpu: byDefault(2),
      // It has USB controllers, which a small QEMU leaves out.
      optimize: { enable: byDefault(false) },
      vsock: { cid: byDefault(ghaf.virtualization.microvm.guivm.vsockCID) },
      qemu: {
        machine: byDefault(machineType(config)),
        extraArgs: ghaf.qemu.guivm.extraArgs,
      },
      kernelParams: ghaf.kernel.guivm.kernelParams,
    },
    packages: packages(config),
    firewall: {
      allow: [
        ...agentOpening(config),
        ...(ghaf.services.xdgopener.enable ? documentPorts(config) : []),
      ],
    },
    ghaf: {
      givc: { guivm: { enable: byDefault(ghaf.givc.enable) } },
      storagevm: {
        enable: byDefault(true),
        name: byDefault("guivm"),
        directories: ghaf.services.fprint.enable
          ? [{ path: "/var/lib/fprint", mode: "0700" }]
          : [],
        users: {
          [ghaf.users.accounts.user]: {
            directories: KEPT.map((path) => ({ path })),
          },
        },
      },
    },
  };
}

function packages(config: PlatformConfig): readonly string[] {
  const { wifi } = config.ghaf.services;
  return [
    ...["waypipe", "xdg-dbus-proxy"],
    ...sessionPackages(config),
    ...(wifi.enable ? ["network-manager-gnome"] : []),
  ];
}

function documentPorts(config: PlatformConfig) {
  const { xdgPort } = config.ghaf.services.xdgopener;
  return DOCUMENT_SENDERS.filter((name) => hasVm(config, name)).map((from) => ({
    ...{ port: xdgPort, from },
  }));
}
