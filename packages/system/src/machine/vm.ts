/** A VM of the device: everything that is decided about it before addresses are allocated. */

import type { PlatformConfig } from "../options/platform-options.ts";
import { type Agent, vmAgent } from "./agent.ts";
import { type Application, applicationsOf } from "./application.ts";
import {
  type EnabledVm,
  hasSystemVm,
  type SystemVmRole,
  type VmRole,
  vmName,
} from "./enabled-vms.ts";
import type { GuestConfig } from "./guest.ts";
import {
  filesOf,
  type GuestFile,
  type GuestUnit,
  unitsOf,
} from "./guest-files.ts";
import { guestSystemd } from "./guest-systemd.ts";
import { type Hypervisor, hypervisorOf } from "./hypervisor.ts";
import {
  type KernelSettings,
  kernelSettings,
  NO_KERNEL_SETTINGS,
} from "./kernel-settings.ts";
import { type PinnedAddresses, type Pins, pinsOf } from "./pins.ts";
import { type Storage, storageOf } from "./storage.ts";
import type { SystemdSelection } from "./systemd-selection.ts";
import { servicesOf, type VmService } from "./vm-services.ts";

export interface Vm {
  /** `chrome-vm`: its host name, and in its units and files. */
  readonly name: string;
  readonly role: VmRole;
  readonly pins: Pins;
  /** Whether it starts with the host. */
  readonly autostart: boolean;
  readonly restartIfChanged: boolean;
  /** VMs that have to be ready before it starts: those that show its windows and play its sound. */
  readonly startsAfter: readonly string[];
  readonly hypervisor: Hypervisor;
  readonly kernel: KernelSettings;
  /** A TPM 2.0 of its own. */
  readonly vtpm: boolean;
  /** How it plays and records; null: not at all. */
  readonly sound: Sound | null;
  /** How its windows reach the desktop; null: it shows none. */
  readonly windows: Windows | null;
  /** Debian packages, in alphabetical order. */
  readonly packages: readonly string[];
  /** What the control plane may start in it. */
  readonly applications: readonly Application[];
  readonly agent: Agent | null;
  readonly services: readonly VmService[];
  readonly systemd: SystemdSelection | null;
  /** The VM that its traffic to the outside goes through; null: it is the way out, or there is none. */
  readonly gateway: string | null;
  /** What it accepts, by port; everything else is refused. */
  readonly openings: readonly Opening[];
  readonly storage: Storage | null;
  readonly files: readonly GuestFile[];
  readonly units: readonly GuestUnit[];
}

export interface Sound {
  /** `direct`: programs talk to audio-vm; `tunnel`: to a server in this VM that does. */
  readonly mode: "direct" | "tunnel";
  /** What its devices are called in audio-vm. */
  readonly name: string;
}

export interface Windows {
  /** `#rrggbb`; null: the usual frame. */
  readonly borderColour: string | null;
  /** Whether the frame is drawn here instead of by the compositor. */
  readonly ownBorder: boolean;
}

/** A port; `from` is a VM, `ghaf-host` or `any`. */
export type Opening = GuestConfig["firewall"]["allow"][number];

/** What a VM's record is made from beside its own configuration. */
export interface VmSurroundings {
  readonly config: PlatformConfig;
  readonly pinned: PinnedAddresses;
}

export function vmOf(
  vm: EnabledVm,
  guest: GuestConfig,
  { config, pinned }: VmSurroundings,
): Vm {
  return {
    name: vm.name,
    role: vm.role,
    pins: pinsOf(vm, guest, pinned),
    autostart: guest.microvm.autostart,
    restartIfChanged: guest.microvm.restartIfChanged,
    startsAfter: startsAfter(config, guest),
    hypervisor: hypervisorOf(guest),
    kernel: kernelOf(config, vm, guest),
    vtpm: vm.role === "app" && vm.app.vtpm.enable,
    sound: soundOf(vm, guest),
    windows: windowsOf(vm, guest),
    packages: [...new Set(guest.packages)].sort(),
    applications: applicationsOf(config, guest),
    agent: vmAgent(config, vm, guest),
    services: servicesOf(config, vm),
    systemd: guestSystemd(config, vm.role),
    gateway: gatewayOf(config, vm),
    openings: openingsOf(guest),
    storage: storageOf(guest, vm.name),
    files: filesOf(guest),
    units: unitsOf(guest),
  };
}

/** The parameters come from the VM's own configuration, which has those of the hardware. */
function kernelOf(
  config: PlatformConfig,
  vm: EnabledVm,
  { microvm }: GuestConfig,
): KernelSettings {
  return { ...hardwareKernel(config, vm), params: microvm.kernelParams };
}

function hardwareKernel(
  { ghaf }: PlatformConfig,
  { role }: EnabledVm,
): KernelSettings {
  switch (role) {
    case "net":
      return kernelSettings(ghaf.hardware.definition.network.kernelConfig);
    case "gui":
      return kernelSettings(ghaf.kernel.guivm);
    case "audio":
      return kernelSettings(ghaf.kernel.audiovm);
    case "admin":
    case "ids":
    case "app":
      return NO_KERNEL_SETTINGS;
  }
}

function soundOf(vm: EnabledVm, { ghaf }: GuestConfig): Sound | null {
  const { enable, name, useTunneling } = ghaf["ghaf-audio"];
  if (!enable) return null;
  const mode = useTunneling ? "tunnel" : "direct";
  return { mode, name: name === "" ? vm.name : name };
}

function windowsOf(vm: EnabledVm, { ghaf }: GuestConfig): Windows | null {
  const { enable, waypipeBorder } = ghaf.waypipe;
  if (!enable) return null;
  const borderColour = vm.role === "app" ? vm.app.borderColor : null;
  return { borderColour, ownBorder: waypipeBorder };
}

/** Each once, in an order that does not come from the order of VMs. */
function openingsOf({ firewall }: GuestConfig): readonly Opening[] {
  const byKey = new Map(
    firewall.allow.map((opening) => [
      `${String(opening.port).padStart(5, "0")} ${opening.protocol} ${opening.from}`,
      opening,
    ]),
  );
  return [...byKey]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, opening]) => opening);
}

/** Spec 4.2, row 39. */
function startsAfter(
  config: PlatformConfig,
  { ghaf }: GuestConfig,
): readonly string[] {
  const needed: readonly (readonly [SystemVmRole, boolean])[] = [
    ["audio", ghaf["ghaf-audio"].enable],
    ["gui", ghaf.waypipe.enable],
  ];
  return needed
    .filter(([role, on]) => on && hasSystemVm(config, role))
    .map(([role]) => vmName(role));
}

/** Inspected traffic goes through ids-vm first (spec 4.2, row 36). */
function gatewayOf(config: PlatformConfig, { role }: EnabledVm): string | null {
  if (role === "net" || !hasSystemVm(config, "net")) return null;
  return role !== "ids" && hasSystemVm(config, "ids") ? "ids-vm" : "net-vm";
}
