/** What is allocated to a device and to its VMs by name, and remembered in the lock file (decision D5). */

export interface Allocation {
  /** Who this device is, of all that are made of one configuration: 32 hexadecimal digits that whoever writes the first lock file draws by lot. Null: nobody has. */
  readonly device: string | null;
  /** By the name of the VM; VMs that are gone keep their entries. */
  readonly vms: ReadonlyMap<string, VmAllocation>;
}

export interface VmAllocation {
  /** The last number of its addresses, 1 to 254. */
  readonly address: number;
  /** The place of an application VM, from which its vsock CID and its port for windows are counted; null: it is none. */
  readonly slot: number | null;
  /** MAC addresses by the host's name of the interface: `tap-app-vm`. */
  readonly macs: ReadonlyMap<string, string>;
}

export const NOTHING_ALLOCATED: Allocation = {
  device: null,
  vms: new Map(),
};

/** The host's end of a VM's interface to the other VMs (spec 2.2); 15 characters at most, since an application VM's own name has 8. */
export function tapName(vm: string): string {
  return `tap-${vm}`;
}

/** By code units: the same order on every machine, whatever its language. */
export function byName<T>(map: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}
