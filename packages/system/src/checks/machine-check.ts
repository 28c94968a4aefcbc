/** Checks over all machines, and where they find what a guest module of a VM says. */

import type { Finding, Reporter } from "@ghaf/module-system";
import type { AppVmConfig } from "../machine/enabled-vms.ts";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";

/** Looks at all VMs at once. */
export type MachineCheck = (
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
) => void;

/** Where a VM's own configuration is extended. */
export function addedModulesOf({ path }: MachineDraft): string {
  return `${path}.extraModules`;
}

/** The option by which a VM exists. */
export function definedBy({ vm, path }: MachineDraft): string {
  return vm.role === "app" ? `${path}.name` : `${path}.enable`;
}

/** The entry of an application VM in the list. */
export function entryOf(
  { vm, path }: MachineDraft,
  vms: readonly AppVmConfig[],
): AppVmConfig | undefined {
  if (vm.role !== "app") return undefined;
  const index = /\[(\d+)\]$/.exec(path)?.[1];
  return index === undefined ? undefined : vms[Number(index)];
}

const APP_VMS = "ghaf.virtualization.microvm.appvm.extraModules";
const LAPTOP = "ghaf.reference.profiles.laptop-x86";

/** A finding about something that a guest module of the VM says. */
export function guestFinding(
  draft: MachineDraft,
  { reason, fix, others = [] }: Omit<Finding, "path">,
): Finding {
  return {
    path: addedModulesOf(draft),
    ...{ reason, fix },
    others: [...sharedModules(draft), ...others],
  };
}

/** Lists of guest modules that count for the VM too. */
function sharedModules({ vm }: MachineDraft): readonly string[] {
  switch (vm.role) {
    case "app":
      return [APP_VMS];
    case "gui":
      return [`${LAPTOP}.guivmExtraModules`];
    case "net":
      return [`${LAPTOP}.netvmExtraModules`];
    case "audio":
    case "admin":
    case "ids":
      return [];
  }
}
