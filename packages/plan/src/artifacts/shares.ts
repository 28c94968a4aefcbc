/** `/etc/fstab` of a VM: where it mounts the directories of the host that it sees (fstab(5), spec 2.16, 3.9). */

import type { System, Vm } from "@ghaf/system";
import { accountName } from "../guest/account.ts";
import { type Artifact, publicFile } from "./artifact.ts";

export function shares(system: System): readonly Artifact[] {
  return system.vms
    .filter(({ hypervisor }) => hypervisor.shares.length > 0)
    .map((vm) => {
      const lines = [...mounts(vm), ...atHome(vm, system)];
      return publicFile(vm.name, "/etc/fstab", lines.join(""));
    });
}

function mounts({ hypervisor }: Vm): readonly string[] {
  return hypervisor.shares.map(
    ({ tag, mountPoint, readOnly }) =>
      `${tag} ${mountPoint} virtiofs ${readOnly ? "ro" : "rw"},nodev,nosuid 0 0\n`,
  );
}

/** Where the person finds what VMs hand each other; the name warns of it where others write too. */
function atHome(vm: Vm, system: System): readonly string[] {
  const home = `/home/${accountName(system)}`;
  const name = vm.role === "gui" ? "Shares" : "Unsafe\\040share";
  const own = partOf(vm, system);
  return vm.hypervisor.shares
    .filter(({ source }) => source === own)
    .slice(0, 1)
    .map(({ mountPoint }) => `${mountPoint} ${home}/${name} none bind 0 0\n`);
}

/** The desktop sees all of the shared directory. */
function partOf({ name, role }: Vm, { host }: System): string | undefined {
  if (role === "gui") return host.sharedDirectory?.source;
  return host.sharedDirectory?.members.find(({ vm }) => vm === name)?.source;
}
