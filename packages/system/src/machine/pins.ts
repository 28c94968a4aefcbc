/** What of a VM's place on the network is decided before allocation (spec 2.1, 2.5). */

import type { PlatformConfig } from "../options/platform-options.ts";
import type { EnabledVm, SystemVmRole } from "./enabled-vms.ts";
import type { GuestConfig } from "./guest.ts";
import {
  INTERNAL_PREFIX,
  reservedAddress,
  reservedSlot,
} from "./reservations.ts";

/** Null: allocated by name, and remembered. */
export interface Pins {
  /** The last number of its address. */
  readonly address: number | null;
  /** The place of an application VM, from which address, CID and port are counted; always null for others. */
  readonly slot: number | null;
  /** Of its interface to the other VMs. */
  readonly mac: string | null;
  readonly cid: number | null;
}

/** Addresses that a person chose, by name. */
export type PinnedAddresses = ReadonlyMap<string, number>;

const SYSTEM_MACS: Readonly<Record<SystemVmRole, string>> = {
  net: "02:00:00:01:01:01",
  ids: "02:00:00:01:01:02",
  gui: "02:00:00:02:02:02",
  audio: "02:00:00:03:03:03",
  admin: "02:00:00:ad:01:01",
};

export function pinnedAddresses({ ghaf }: PlatformConfig): PinnedAddresses {
  const prefix = `${INTERNAL_PREFIX}.`;
  return new Map(
    ghaf.networking.hosts.entries
      .filter(({ ip }) => ip.startsWith(prefix))
      .map(({ name, ip }) => [name, Number(ip.slice(prefix.length))]),
  );
}

export function pinsOf(
  vm: EnabledVm,
  guest: GuestConfig,
  pinned: PinnedAddresses,
): Pins {
  return {
    address: pinned.get(vm.name) ?? reservedAddress(vm.name),
    slot: vm.role === "app" ? reservedSlot(vm.name) : null,
    mac: vm.role === "app" ? vm.app.macAddress : SYSTEM_MACS[vm.role],
    cid: guest.microvm.vsock.cid,
  };
}
