/** The directory through which application VMs and the desktop hand each other files (spec 2.16). */

import type { PlatformConfig } from "../options/platform-options.ts";
import type { EnabledVm } from "./enabled-vms.ts";
import type { GuestDefinition } from "./guest.ts";

export interface SharedDirectory {
  /** On the host; below it is one directory for each VM. */
  readonly source: string;
  readonly members: readonly SharedDirectoryMember[];
}

export interface SharedDirectoryMember {
  readonly vm: string;
  /** The VM's own directory on the host. */
  readonly source: string;
}

const SOURCE = "/storagevm/shared/shares";
const TAG = "shared-directory";
/** Where a VM mounts what it sees of it. */
const MOUNT_POINT = "/tmp/shared/shares";

/** Null: there is none. */
export function sharedDirectoryOf({
  ghaf,
}: PlatformConfig): SharedDirectory | null {
  const host = ghaf.virtualization["microvm-host"];
  const { enable, vms } = host.sharedVmDirectory;
  if (!host.enable || !enable || vms.length === 0) return null;
  const members = vms.map((vm) => ({ vm, source: sourceOf(vm) }));
  return { source: SOURCE, members };
}

/** The desktop sees all of it, a member its own part. */
export function sharedDirectoryShare(
  config: PlatformConfig,
  vm: EnabledVm,
): GuestDefinition {
  const shared = sharedDirectoryOf(config);
  if (shared === null) return {};
  const isMember = config.ghaf.virtualization[
    "microvm-host"
  ].sharedVmDirectory.vms.includes(vm.name);
  if (vm.role !== "gui" && !isMember) return {};
  const source = vm.role === "gui" ? SOURCE : sourceOf(vm.name);
  return {
    microvm: { shares: [{ tag: TAG, source, mountPoint: MOUNT_POINT }] },
  };
}

/** Its name warns whoever opens it: others may have put files there. */
function sourceOf(vm: string): string {
  return `${SOURCE}/Unsafe-${vm}-share`;
}
