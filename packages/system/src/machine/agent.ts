/** The agent of a machine: how it registers, what it may control, what it passes on (spec 2.13). */

import type { PlatformConfig } from "../options/platform-options.ts";
import { type EnabledVm, enabledVmNames } from "./enabled-vms.ts";
import type { GuestConfig } from "./guest.ts";
import { AGENT_PORT, AUDIO_BUS_PORT, NETWORK_BUS_PORT } from "./ports.ts";
import { HOST_NAME } from "./reservations.ts";

export interface Agent {
  /** Its name in the registry and in its certificate. */
  readonly name: string;
  readonly kind: AgentKind;
  /** Whose service it is: an agent of applications runs as the person. */
  readonly runsAs: "system" | "user";
  /** TCP. */
  readonly port: number;
  /** Whether it logs every call. */
  readonly debug: boolean;
  /** Units that it may start and stop, by name. */
  readonly units: readonly string[];
  readonly buses: readonly ForwardedBus[];
  /** Whether it lists and joins wireless networks. */
  readonly wifi: boolean;
  /** Whether it tells the hardware's identity, from the network device. */
  readonly hardwareId: boolean;
}

export type AgentKind = "host" | "system" | "app";

/** A message bus of one VM that programs of another may use, filtered. */
export interface ForwardedBus {
  /** `server`: the bus is here; `client`: it is that of `vm`. */
  readonly end: "server" | "client";
  readonly vm: string;
  /** TCP, of the server. */
  readonly port: number;
  /** Where the proxy of the server, or the programs of the client, connect to. */
  readonly socket: string;
  /** What may be asked of it (D-Bus proxy, `--filter`). */
  readonly rules: readonly BusRule[];
}

export interface BusRule {
  readonly kind: "see" | "talk" | "own" | "call" | "broadcast";
  /** A bus name, with `.*` for all below it. */
  readonly name: string;
}

const POWER_UNITS = ["reboot.target", "poweroff.target"];

/** The host's; null: it has none. */
export function hostAgent(config: PlatformConfig): Agent | null {
  const { givc, host } = config.ghaf;
  if (!givc.enable || !givc.host.enable) return null;
  const power = host.powercontrol.enable
    ? [...POWER_UNITS, "suspend.target"]
    : [];
  const vms = [...enabledVmNames(config)].sort();
  return {
    name: HOST_NAME,
    kind: "host",
    runsAs: "system",
    port: AGENT_PORT,
    debug: givc.debug,
    units: [...power, ...vms.map((vm) => `microvm@${vm}.service`)],
    buses: [],
    wifi: false,
    hardwareId: false,
  };
}

/** A VM's; null: it has none. admin-vm has the server instead. */
export function vmAgent(
  config: PlatformConfig,
  vm: EnabledVm,
  guest: GuestConfig,
): Agent | null {
  const { givc } = guest.ghaf;
  switch (vm.role) {
    case "app":
      return givc.appvm.enable ? appAgent(config, vm, guest) : null;
    case "net":
    case "gui":
    case "audio":
      return givc[`${vm.role}vm`].enable
        ? systemAgent(config, vm, guest)
        : null;
    case "admin":
    case "ids":
      return null;
  }
}

function appAgent(
  { ghaf }: PlatformConfig,
  vm: EnabledVm,
  guest: GuestConfig,
): Agent {
  const { debug, appvm } = guest.ghaf.givc;
  return {
    name: appvm.name === "" ? vm.name : appvm.name,
    kind: "app",
    runsAs: "user",
    port: AGENT_PORT,
    debug: debug || ghaf.givc.debug,
    units: [],
    buses: [],
    wifi: false,
    hardwareId: false,
  };
}

function systemAgent(
  { ghaf }: PlatformConfig,
  vm: EnabledVm,
  guest: GuestConfig,
): Agent {
  return {
    name: vm.name,
    kind: "system",
    runsAs: "system",
    port: AGENT_PORT,
    debug: guest.ghaf.givc.debug || ghaf.givc.debug,
    units: POWER_UNITS,
    buses: busesOf(ghaf, vm),
    wifi: vm.role === "net" && ghaf.services.wifi.enable,
    hardwareId: vm.role === "net",
  };
}

function busesOf(
  { services, virtualization }: PlatformConfig["ghaf"],
  vm: EnabledVm,
): readonly ForwardedBus[] {
  const { netvm, audiovm, guivm } = virtualization.microvm;
  const shown = guivm.enable;
  return [
    ...(shown && netvm.enable && services.wifi.enable ? [NETWORK_BUS] : []),
    ...(shown && audiovm.enable && services.bluetooth.enable
      ? [BLUETOOTH_BUS]
      : []),
  ].flatMap((bus) => endOf(bus, vm));
}

function endOf(
  bus: Omit<ForwardedBus, "end">,
  vm: EnabledVm,
): readonly ForwardedBus[] {
  if (vm.name === bus.vm) return [{ end: "server", ...bus }];
  return vm.role === "gui" ? [{ end: "client", ...bus, rules: [] }] : [];
}

const NETWORK_BUS: Omit<ForwardedBus, "end"> = {
  vm: "net-vm",
  port: NETWORK_BUS_PORT,
  socket: "/tmp/dbusproxy_net.sock",
  rules: [{ kind: "own", name: "org.freedesktop.NetworkManager.*" }],
};

const BLUETOOTH_BUS: Omit<ForwardedBus, "end"> = {
  vm: "audio-vm",
  port: AUDIO_BUS_PORT,
  socket: "/tmp/dbusproxy_snd.sock",
  rules: [
    { kind: "talk", name: "org.bluez.*" },
    { kind: "talk", name: "org.blueman.Mechanism.*" },
  ],
};
