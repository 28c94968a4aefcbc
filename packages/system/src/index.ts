/** What a device description is written with and evaluated by. */

// What a description is written with, so that it needs one import.
export {
  after,
  before,
  byDefault,
  force,
  type Module,
  narrowed,
  option,
  order,
  parts,
  priority,
  removed,
  renamed,
  t,
  when,
  worded,
} from "@ghaf/module-system";
export { builtinModules } from "./builtin-modules.ts";
export {
  defineModule,
  defineSystem,
  type ExtendedDefinition,
  type SystemDefinition,
  type WithOptions,
  withOptions,
} from "./define-system.ts";
export { evaluateSystem, type SystemEvaluation } from "./evaluate-system.ts";
export { guestOptions } from "./guest/guest-options.ts";
export {
  hardwareDefinitions,
  hardwareFor,
} from "./hardware/hardware-definitions.ts";
export type { Account } from "./machine/account.ts";
export type {
  Agent,
  AgentKind,
  BusRule,
  ForwardedBus,
} from "./machine/agent.ts";
export type { Application } from "./machine/application.ts";
export type { AdminServer, ControlPlane } from "./machine/control-plane.ts";
export type { Desktop, Frame, Launcher } from "./machine/desktop.ts";
export type {
  Device,
  Disk,
  InputDevice,
  PciDevice,
  UsbDevice,
} from "./machine/device.ts";
export type { SystemVmRole, VmRole } from "./machine/enabled-vms.ts";
export type { GuestFile, GuestUnit } from "./machine/guest-files.ts";
export {
  type HardenedUnit,
  hardenedIn,
} from "./machine/hardened-units.ts";
export type {
  Development,
  GuestKernelPart,
  Hardening,
  Host,
  HostKernelPart,
} from "./machine/host.ts";
export type { Hotplug, HotplugRules } from "./machine/hotplug.ts";
export type {
  ForwardPort,
  HostDevice,
  Hypervisor,
  Interface,
  Memory,
  Share,
  Volume,
} from "./machine/hypervisor.ts";
export type { KernelSettings } from "./machine/kernel-settings.ts";
export type { Logging } from "./machine/logging.ts";
export type {
  AddressRange,
  DhcpServer,
  Flow,
  Network,
  PinnedHost,
} from "./machine/network.ts";
export type { Pins } from "./machine/pins.ts";
export { HOST_NAME, RESERVED_ADDRESSES } from "./machine/reservations.ts";
export type {
  SharedDirectory,
  SharedDirectoryMember,
} from "./machine/shared-directory.ts";
export type { KeptDirectory, KeptHome, Storage } from "./machine/storage.ts";
export type { Build, Layout, System } from "./machine/system.ts";
export type {
  SystemdPart,
  SystemdSelection,
} from "./machine/systemd-selection.ts";
export type { Opening, Sound, Vm, Windows } from "./machine/vm.ts";
export type { VmService } from "./machine/vm-services.ts";
export {
  type GhafConfig,
  type GhafOptions,
  type PlatformConfig,
  type PlatformTree,
  platformOptions,
} from "./options/platform-options.ts";
export { platform } from "./platform.ts";
