/** Ports on which two services of one machine would listen (spec 2.3; 4.5, row 18). */

import type { Check, Reporter } from "@ghaf/module-system";
import { appVms, hasSystemVm } from "../machine/enabled-vms.ts";
import {
  AGENT_PORT,
  AUDIO_BUS_PORT,
  NETWORK_BUS_PORT,
} from "../machine/ports.ts";
import { HOST_NAME } from "../machine/reservations.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { repeated } from "./repeated.ts";

export const portChecks: readonly Check<PlatformConfig>[] = [
  onePortEach,
  portsForWindows,
];

/** A TCP port in use. */
interface Listener {
  readonly machine: string;
  readonly port: number;
  readonly service: string;
  /** The option that says the port; null: it is fixed. */
  readonly path: string | null;
}

const SSH = 22;
const NAMES = 53;
const LANGUAGE_MODELS = 11_434;

function onePortEach(config: PlatformConfig, report: Reporter): void {
  const listeners = [
    ...netListeners(config),
    ...guiListeners(config),
    ...audioListeners(config),
    ...adminListeners(config),
    ...hostListeners(config),
  ];
  // Fixed ports come first, so that the one that can be changed is reported.
  const [fixed, chosen] = [
    listeners.filter(({ path }) => path === null),
    listeners.filter(({ path }) => path !== null),
  ];
  const uses = [...fixed, ...chosen].map((listener) => ({
    path: listener.path ?? "",
    value: `${listener.machine} ${listener.port}`,
    listener,
  }));
  for (const { first, again } of repeated(uses)) {
    const { machine, port, service } = again.listener;
    report.error({
      path: again.path,
      reason: `is ${port} for ${service} in ${machine}, where ${first.listener.service} listens on that port`,
      fix: "choose another port",
      others: first.path === "" ? [] : [first.path],
    });
  }
}

type Found = readonly Omit<Listener, "machine">[];

function on(machine: string, found: Found): readonly Listener[] {
  return found.map((listener) => ({ machine, ...listener }));
}

function fixed(service: string, port: number, runs: boolean): Found {
  return runs ? [{ service, port, path: null }] : [];
}

/** What every machine of the control plane has. */
function basics({ ghaf }: PlatformConfig): Found {
  return [
    ...fixed("the SSH server", SSH, ghaf.development.ssh.daemon.enable),
    ...fixed("the agent", AGENT_PORT, ghaf.givc.enable),
  ];
}

function netListeners(config: PlatformConfig): readonly Listener[] {
  if (!hasSystemVm(config, "net")) return [];
  const { givc, services, reference } = config.ghaf;
  const { enable, bindPort } = reference.services["proxy-server"];
  const path = "ghaf.reference.services.proxy-server.bindPort";
  const bus = givc.enable && services.wifi.enable;
  return on("net-vm", [
    ...basics(config),
    ...fixed("the name server", NAMES, true),
    ...fixed("the bus of NetworkManager", NETWORK_BUS_PORT, bus),
    ...(enable ? [{ service: "the proxy", port: bindPort, path }] : []),
  ]);
}

function guiListeners(config: PlatformConfig): readonly Listener[] {
  if (!hasSystemVm(config, "gui")) return [];
  const { enable, xdgPort } = config.ghaf.services.xdgopener;
  const path = "ghaf.services.xdgopener.xdgPort";
  return on("gui-vm", [
    ...basics(config),
    ...(enable
      ? [{ service: "the opener of documents", port: xdgPort, path }]
      : []),
  ]);
}

function audioListeners(config: PlatformConfig): readonly Listener[] {
  if (!hasSystemVm(config, "audio")) return [];
  const { givc, services } = config.ghaf;
  const { enable, pulseaudioTcpPort, pulseaudioTcpControlPort } =
    services.audio;
  const bus = givc.enable && services.bluetooth.enable;
  const sound: Found = [
    {
      ...{ service: "sound", port: pulseaudioTcpPort },
      path: "ghaf.services.audio.pulseaudioTcpPort",
    },
    {
      ...{ service: "the control of sound", port: pulseaudioTcpControlPort },
      path: "ghaf.services.audio.pulseaudioTcpControlPort",
    },
  ];
  return on("audio-vm", [
    ...basics(config),
    ...fixed("the bus of Bluetooth", AUDIO_BUS_PORT, bus),
    ...(enable ? sound : []),
  ]);
}

/** The registry has no agent beside it. */
function adminListeners(config: PlatformConfig): readonly Listener[] {
  if (!hasSystemVm(config, "admin")) return [];
  const { givc, logging, development } = config.ghaf;
  const registry = givc.enable && givc.adminConfig.protocol === "tcp";
  return on("admin-vm", [
    ...fixed("the SSH server", SSH, development.ssh.daemon.enable),
    ...(registry
      ? [
          {
            ...{ service: "the registry", port: Number(givc.adminConfig.port) },
            path: "ghaf.givc.adminConfig.port",
          },
        ]
      : []),
    ...(logging.client.enable
      ? [
          {
            ...{
              service: "the collector of logs",
              port: logging.listener.port,
            },
            path: "ghaf.logging.listener.port",
          },
        ]
      : []),
  ]);
}

function hostListeners(config: PlatformConfig): readonly Listener[] {
  const { programs, services } = config.ghaf.reference;
  const windows = programs["windows-launcher"];
  const models = services.enable && services.ollama;
  const path = "ghaf.reference.programs.windows-launcher.spice-port";
  return on(HOST_NAME, [
    ...basics(config),
    ...fixed("the server of language models", LANGUAGE_MODELS, models),
    ...(windows.enable && windows.spice
      ? [
          {
            service: "the screen of Windows",
            port: windows["spice-port"],
            path,
          },
        ]
      : []),
  ]);
}

const LAST_PORT = 65_535;

/** Each application VM takes one, from the first on. */
function portsForWindows(config: PlatformConfig, report: Reporter): void {
  const { waypipeBasePort } = config.ghaf.virtualization.microvm.appvm;
  const wanted = appVms(config).length;
  if (waypipeBasePort + wanted - 1 <= LAST_PORT) return;
  report.error({
    path: "ghaf.virtualization.microvm.appvm.waypipeBasePort",
    reason: `is ${waypipeBasePort}, after which there are not ${wanted} ports for ${wanted} application VMs`,
    fix: `choose ${LAST_PORT - wanted + 1} or less, such as 1100`,
  });
}
