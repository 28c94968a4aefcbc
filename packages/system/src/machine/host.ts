/** The host: what it runs beside its VMs (spec 1.2, 2.10). */

import type { PlatformConfig } from "../options/platform-options.ts";
import { type Account, accountOf } from "./account.ts";
import { type Agent, hostAgent } from "./agent.ts";
import { hasSystemVm } from "./enabled-vms.ts";
import { type Hotplug, hotplugOf } from "./hotplug.ts";
import { HOST_NAME } from "./reservations.ts";
import { sessionPackages } from "./session-packages.ts";
import { type SharedDirectory, sharedDirectoryOf } from "./shared-directory.ts";
import { hostSystemd, type SystemdSelection } from "./systemd-selection.ts";

export interface Host {
  readonly name: string;
  /** Whether it runs VMs. */
  readonly runsVms: boolean;
  /** Whether it resolves names and keeps its clock over the network. */
  readonly networkSupport: boolean;
  readonly account: Account | null;
  readonly agent: Agent | null;
  readonly systemd: SystemdSelection | null;
  readonly hotplug: Hotplug | null;
  readonly sharedDirectory: SharedDirectory | null;
  readonly development: Development;
  readonly hardening: Hardening;
  /** The resource manager of the TPM. */
  readonly tpm: boolean;
  readonly docker: boolean;
  /** A splash screen instead of messages. */
  readonly splash: boolean;
  /** Debian packages beside those of every host, in alphabetical order. */
  readonly packages: readonly string[];
  /** Whether its journal goes to the collector. */
  readonly sendsLogs: boolean;
}

/** What developers have. */
export interface Development {
  readonly ssh: boolean;
  readonly tools: boolean;
  readonly serialLogin: boolean;
}

export interface Hardening {
  /** Signed boot files only. */
  readonly secureBoot: boolean;
  /** Parts of the host's hardened kernel, in alphabetical order; empty: Debian's kernel. */
  readonly hostKernel: readonly HostKernelPart[];
  /** Parts of the VMs' hardened kernel; empty: Debian's kernel. */
  readonly guestKernel: readonly GuestKernelPart[];
}

export type HostKernelPart =
  | "baseline"
  | "debug"
  | "hypervisor"
  | "inputdevices"
  | "networking"
  | "usb"
  | "virtualization";

export type GuestKernelPart = "baseline" | "graphics";

export function hostOf(config: PlatformConfig): Host {
  const { ghaf } = config;
  const microvmHost = ghaf.virtualization["microvm-host"];
  return {
    name: HOST_NAME,
    runsVms: microvmHost.enable,
    networkSupport: microvmHost.networkSupport,
    account: accountOf(config),
    agent: hostAgent(config),
    systemd: hostSystemd(config),
    hotplug: hotplugOf(config),
    sharedDirectory: sharedDirectoryOf(config),
    development: {
      ssh: ghaf.development.ssh.daemon.enable,
      tools: ghaf.development.debug.tools.enable,
      serialLogin: ghaf.development["usb-serial"].enable,
    },
    hardening: hardeningOf(config),
    tpm: ghaf.hardware.tpm2.enable,
    docker: ghaf.virtualization.docker.daemon.enable,
    splash: ghaf.graphics.boot.enable,
    packages: packagesOf(config),
    sendsLogs: ghaf.logging.client.enable,
  };
}

/** A session runs on the host only where no VM has the screen. */
function packagesOf(config: PlatformConfig): readonly string[] {
  const { ghaf } = config;
  const packages = [
    ...(ghaf.development.ssh.daemon.enable ? ["openssh-server"] : []),
    ...(ghaf.hardware.tpm2.enable
      ? [
          ...["tpm2-abrmd", "libtss2-tcti-tabrmd0"],
          ...["libtpm2-pkcs11-1", "libtpm2-pkcs11-tools"],
        ]
      : []),
    ...(ghaf.virtualization.docker.daemon.enable ? ["docker.io"] : []),
    ...(hasSystemVm(config, "gui") ? [] : sessionPackages(config)),
  ];
  return [...new Set(packages)].sort();
}

const HOST_KERNEL_PARTS = [
  "debug",
  "hypervisor",
  "inputdevices",
  "networking",
  "usb",
  "virtualization",
] as const;

function hardeningOf({ ghaf }: PlatformConfig): Hardening {
  const host = ghaf.host.kernel.hardening;
  const guest = ghaf.guest.kernel.hardening;
  return {
    secureBoot: ghaf.host.secureboot.enable,
    hostKernel: [
      ...(host.enable ? (["baseline"] as const) : []),
      ...HOST_KERNEL_PARTS.filter((part) => host[part].enable),
    ],
    guestKernel: [
      ...(guest.enable ? (["baseline"] as const) : []),
      ...(guest.graphics.enable ? (["graphics"] as const) : []),
    ],
  };
}
