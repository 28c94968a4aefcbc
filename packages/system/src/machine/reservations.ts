/** Addresses that are kept for VMs of the reference, whether they are on or not (spec 2.1), so that a device keeps them when others come and go. */

/** The internal network, and the one that only debug builds have (spec 2.1). */
export const INTERNAL_PREFIX = "192.168.100";
export const DEBUG_PREFIX = "192.168.101";
/** Prefix length of both. */
export const PREFIX_LENGTH = 24;

export const HOST_NAME = "ghaf-host";

/** The first address of an application VM: this number and its slot. */
export const FIRST_APP_ADDRESS = 100;

const SYSTEM_ADDRESSES: ReadonlyMap<string, number> = new Map([
  ["net-vm", 1],
  [HOST_NAME, 2],
  ["gui-vm", 3],
  ["ids-vm", 4],
  ["audio-vm", 5],
  ["admin-vm", 10],
]);

const APP_SLOTS: ReadonlyMap<string, number> = new Map([
  ["chrome-vm", 0],
  ["gala-vm", 1],
  ["zathura-vm", 2],
  ["comms-vm", 3],
  ["business-vm", 4],
]);

/** The place of an application VM, from which its address, CID and waypipe port are counted; null: any free one. */
export function reservedSlot(name: string): number | null {
  return APP_SLOTS.get(name) ?? null;
}

/** The last number of an address; null: any free one. */
export function reservedAddress(name: string): number | null {
  const slot = reservedSlot(name);
  if (slot !== null) return FIRST_APP_ADDRESS + slot;
  return SYSTEM_ADDRESSES.get(name) ?? null;
}

/** The last numbers of all addresses that are kept for somebody, whether it is there or not. */
export const RESERVED_ADDRESSES: ReadonlySet<number> = new Set([
  ...SYSTEM_ADDRESSES.values(),
  ...[...APP_SLOTS.values()].map((slot) => FIRST_APP_ADDRESS + slot),
]);
