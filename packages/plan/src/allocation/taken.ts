/** What nobody new may get: what is reserved, pinned or remembered, whether its owner is there or not. */

import { HOST_NAME, RESERVED_ADDRESSES, type System } from "@ghaf/system";
import type { Allocation } from "./allocation.ts";

/** Grows while VMs are allocated to. */
export interface Taken {
  readonly addresses: Set<number>;
  readonly slots: Set<number>;
  readonly macs: Set<string>;
  /** Pinned vsock CIDs; those of slots follow from the slots. */
  readonly cids: ReadonlySet<number>;
}

export function takenIn(system: System, before: Allocation): Taken {
  const { vms, network } = system;
  const remembered = [...before.vms.values()];
  const interfaces = vms.flatMap(({ hypervisor }) => hypervisor.interfaces);
  return {
    addresses: new Set([
      ...RESERVED_ADDRESSES,
      ...network.pinnedHosts.flatMap(({ ip }) => lastNumber(system, ip) ?? []),
      ...known(vms.map(({ pins }) => pins.address)),
      ...remembered.map(({ address }) => address),
      ...poolAddresses(system),
    ]),
    slots: new Set([
      ...[...RESERVED_ADDRESSES].map((n) => n - network.firstAppAddress),
      ...known(vms.map(({ pins }) => pins.slot)),
      ...known(remembered.map(({ slot }) => slot)),
    ]),
    macs: new Set([
      ...known(vms.map(({ pins }) => pins.mac)).map(lowerCase),
      ...known(interfaces.map(({ mac }) => mac)).map(lowerCase),
      ...remembered.flatMap(({ macs }) => [...macs.values()]),
    ]),
    cids: new Set(known(vms.map(({ pins }) => pins.cid))),
  };
}

/** What the DHCP server gives to those that are no VMs of the device. */
export function poolAddresses({ network }: System): readonly number[] {
  const pool = network.dhcp?.pool ?? null;
  if (pool === null) return [];
  const length = pool.last - pool.first + 1;
  return Array.from({ length }, (_, index) => pool.first + index);
}

/** The last number of an address in one of the device's networks; undefined: it is in none. */
export function lastNumber(
  { network }: System,
  ip: string,
): number | undefined {
  const dot = ip.lastIndexOf(".");
  const prefix = ip.slice(0, dot);
  const ours =
    prefix === network.internalPrefix || prefix === network.debugPrefix;
  return ours ? Number(ip.slice(dot + 1)) : undefined;
}

/** Machines with addresses that are no VMs: the host, and what a person listed. */
export function otherMachines(
  system: System,
): readonly { readonly name: string; readonly address: number }[] {
  const vms = new Set(system.vms.map(({ name }) => name));
  const listed = system.network.pinnedHosts.flatMap(({ name, ip }) => {
    const address = vms.has(name) ? undefined : lastNumber(system, ip);
    return address === undefined ? [] : [{ name, address }];
  });
  const host = { name: HOST_NAME, address: HOST_ADDRESS };
  return listed.some(({ name }) => name === HOST_NAME)
    ? listed
    : [host, ...listed];
}

/** Spec 2.1. */
const HOST_ADDRESS = 2;

export function lowerCase(mac: string): string {
  return mac.toLowerCase();
}

function known<T>(values: readonly (T | null)[]): readonly T[] {
  return values.filter((value): value is T & {} => value !== null);
}
