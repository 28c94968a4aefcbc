/** `/etc/fstab` of a VM: where it mounts the directories of the host that it sees (fstab(5), spec 3.9). */

import type { Vm } from "@ghaf/system";
import { type Artifact, publicFile } from "./artifact.ts";

export function shares({
  vms,
}: {
  readonly vms: readonly Vm[];
}): readonly Artifact[] {
  return vms
    .filter(({ hypervisor }) => hypervisor.shares.length > 0)
    .map(({ name, hypervisor }) => {
      const lines = hypervisor.shares.map(
        ({ tag, mountPoint, readOnly }) =>
          `${tag} ${mountPoint} virtiofs ${readOnly ? "ro" : "rw"},nodev,nosuid 0 0\n`,
      );
      return publicFile(name, "/etc/fstab", lines.join(""));
    });
}
