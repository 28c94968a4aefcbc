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
function atHome({ role, hypervisor }: Vm, system: System): readonly string[] {
  const { sharedDirectory } = system.host;
  const home = `/home/${accountName(system)}`;
  const name = role === "gui" ? "Shares" : "Unsafe\\040share";
  return hypervisor.shares
    .filter(
      ({ source }) =>
        sharedDirectory !== null &&
        `${source}/`.startsWith(`${sharedDirectory.source}/`),
    )
    .map(({ mountPoint }) => `${mountPoint} ${home}/${name} none bind 0 0\n`);
}
