/** The disks of a VM beside its root, in the order in which the guest counts them from vdb on. */

import type { Hypervisor, Vm } from "@ghaf/system";

export interface Disk {
  /** A name alone is in the VM's state directory. */
  readonly file: string;
  readonly sizeMib: number;
  readonly fileSystem: Hypervisor["volumes"][number]["fsType"];
  /** Of the file system. */
  readonly label: string;
  /** By which the guest finds the disk. */
  readonly serial: string;
  readonly readOnly: boolean;
  /** Past the host's page cache. */
  readonly direct: boolean;
  readonly autoCreate: boolean;
}

/** What the guest keeps is on it (`ghaf.storagevm`). */
export const STORAGE_LABEL = "ghaf-storage";
/** The file is sparse: what the guest has not written takes no room. */
const STORAGE_MIB = 4096;

/** Those that guest modules add, then the one for what the VM keeps. */
export function disksOf({ hypervisor, storage }: Vm): readonly Disk[] {
  const added = hypervisor.volumes.map((volume, index): Disk => {
    const name = volume.label ?? volume.serial ?? driveName(index);
    const { readOnly, direct, autoCreate, fsType } = volume;
    return {
      ...{ readOnly, direct, autoCreate, fileSystem: fsType },
      file: volume.image,
      sizeMib: volume.size,
      label: name,
      serial: volume.serial ?? name,
    };
  });
  return storage === null ? added : [...added, storageDisk(storage.name)];
}

function storageDisk(name: string): Disk {
  return {
    file: `${name}.img`,
    sizeMib: STORAGE_MIB,
    fileSystem: "ext4",
    ...{ label: STORAGE_LABEL, serial: STORAGE_LABEL },
    ...{ readOnly: false, direct: false, autoCreate: true },
  };
}

/** `vdb` for the first: vda is the root. After `vdz` the kernel goes on with `vdaa`. */
export function driveName(index: number): string {
  let name = "";
  for (let rest = index + 2; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(97 + ((rest - 1) % 26)) + name;
  }
  return `vd${name}`;
}
