/** Which VMs a configuration asks for: a flag for each system VM, a list of application VMs. */

import type { PlatformConfig } from "../options/platform-options.ts";

/** What a VM is there for. */
export type VmRole = SystemVmRole | "app";
/** A duty that at most one VM has (spec 1.4). */
export type SystemVmRole = "net" | "gui" | "audio" | "admin" | "ids";

export const SYSTEM_VM_ROLES: readonly SystemVmRole[] = [
  "net",
  "gui",
  "audio",
  "admin",
  "ids",
];

/** An application VM as it is configured. */
export type AppVmConfig =
  PlatformConfig["ghaf"]["virtualization"]["microvm"]["appvm"]["vms"][number];

export type EnabledVm =
  | { readonly role: SystemVmRole; readonly name: string }
  | {
      readonly role: "app";
      readonly name: string;
      /** Position in the list of application VMs, by which messages name it. */
      readonly index: number;
      readonly app: AppVmConfig;
    };

/** `net-vm`, or `chrome-vm` of the application VM `chrome`: the name on the network and in units. */
export function vmName(baseName: string): string {
  return `${baseName}-vm`;
}

/** System VMs by role, then application VMs as they are listed. */
export function enabledVms(config: PlatformConfig): readonly EnabledVm[] {
  const system = SYSTEM_VM_ROLES.filter((role) => hasSystemVm(config, role));
  return [
    ...system.map((role) => ({ role, name: vmName(role) })),
    ...appVms(config).map((app, index) => ({
      ...{ role: "app" as const, name: vmName(app.name), index, app },
    })),
  ];
}

export function enabledVmNames(config: PlatformConfig): readonly string[] {
  return enabledVms(config).map(({ name }) => name);
}

export function hasSystemVm(
  { ghaf }: PlatformConfig,
  role: SystemVmRole,
): boolean {
  return ghaf.virtualization.microvm[`${role}vm`].enable;
}

/** The application VMs; none when they are off. */
export function appVms({ ghaf }: PlatformConfig): readonly AppVmConfig[] {
  const { enable, vms } = ghaf.virtualization.microvm.appvm;
  return enable ? vms : [];
}

export function hasVm(config: PlatformConfig, name: string): boolean {
  return enabledVms(config).some((vm) => vm.name === name);
}
