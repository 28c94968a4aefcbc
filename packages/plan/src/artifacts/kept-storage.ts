/** `/etc/ghaf/storage`: what a VM keeps and which of its disks are mounted where, for the init of the guest (spec 2.16). */

import type { Storage, Vm } from "@ghaf/system";
import { disksOf } from "../hypervisor/volumes.ts";
import { type Artifact, publicFile } from "./artifact.ts";

export function keptStorage({
  vms,
}: {
  readonly vms: readonly Vm[];
}): readonly Artifact[] {
  return vms.flatMap((vm) => {
    const lines = [
      ...mounts(vm),
      ...(vm.storage === null ? [] : kept(vm.storage)),
    ];
    return lines.length === 0
      ? []
      : [publicFile(vm.name, "/etc/ghaf/storage", `${lines.join("\n")}\n`)];
  });
}

/** Nothing on a disk may be another user's program or a device. */
function mounts(vm: Vm): readonly string[] {
  const serials = disksOf(vm).map(({ serial }) => serial);
  return vm.hypervisor.volumes.flatMap(
    ({ mountPoint, fsType, readOnly }, index) => {
      if (mountPoint === null) return [];
      const serial = serials[index] ?? "";
      const options = `${readOnly ? "ro" : "rw"},nodev,nosuid`;
      return [`mount ${serial} ${mountPoint} ${fsType} ${options}`];
    },
  );
}

function kept({ directories, files, homes }: Storage): readonly string[] {
  return [
    ...directories.map(
      ({ path, mode, owner, group }) => `dir ${path} ${mode} ${owner} ${group}`,
    ),
    ...files.map((path) => `file ${path} ${modeOf(path)} root root`),
    ...homes.flatMap((home) => {
      const { user, directories: folders, files: own } = home;
      const folder = user === "root" ? "/root" : `/home/${user}`;
      return [
        ...folders.map(
          ({ path, mode }) => `dir ${folder}/${path} ${mode} ${user} ${user}`,
        ),
        ...own.map((path) => `file ${folder}/${path} 0600 ${user} ${user}`),
      ];
    }),
  ];
}

/** A private key that others can read is refused by the server that it is for. */
function modeOf(path: string): string {
  return /^\/etc\/ssh\/\w+_key$/.test(path) ? "0600" : "0644";
}
