/** The VM that has the screen and the person's session (spec 2.5, 2.6, 2.16). */

import { byDefault } from "@ghaf/module-system";
import type { PlatformConfig } from "../../options/platform-options.ts";
import type { GuestDefinition } from "../guest.ts";
import { AGENT_PORT } from "../ports.ts";
import { machineType } from "./machine-type.ts";

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
        ...(ghaf.givc.enable ? [{ port: AGENT_PORT, from: "admin-vm" }] : []),
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

function packages({ ghaf }: PlatformConfig): readonly string[] {
  const { services, graphics, profiles } = ghaf;
  return [
    ...["waypipe", "wlr-randr", "xdg-dbus-proxy"],
    ...(graphics.labwc.enable
      ? ["labwc", "greetd", "gtklock", "swayidle", "mako-notifier", "foot"]
      : []),
    ...(services.desktop.enable
      ? ["gnome-calculator", "xpad", "pcmanfm", "wdisplays"]
      : []),
    ...(services.wifi.enable ? ["network-manager-gnome"] : []),
    ...(services.bluetooth.enable ? ["blueman"] : []),
    ...(services.audio.enable ? ["pavucontrol", "pamixer"] : []),
    ...(services.fprint.enable ? ["fprintd"] : []),
    ...(services.yubikey.enable ? ["libpam-u2f", "pcscd"] : []),
    ...(profiles.debug.enable ? ["mesa-utils"] : []),
  ];
}

function documentPorts(config: PlatformConfig) {
  const { xdgPort } = config.ghaf.services.xdgopener;
  const present = new Set(config.ghaf.namespaces.vms);
  return DOCUMENT_SENDERS.filter((name) => present.has(name)).map((from) => ({
    ...{ port: xdgPort, from },
  }));
}
