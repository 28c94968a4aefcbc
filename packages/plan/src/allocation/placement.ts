/** Where a VM is once it is allocated to: everything that is counted from its entry and the bases of the device. */

import type { Network, System, Vm } from "@ghaf/system";
import { type Allocation, tapName, type VmAllocation } from "./allocation.ts";
import { hexHash } from "./hash.ts";

export interface Placement {
  readonly vm: Vm;
  /** In the network between the VMs. */
  readonly address: string;
  /** In the network that only debug builds have; null: there is none. */
  readonly debugAddress: string | null;
  readonly mac: string;
  /** The interface of the host. */
  readonly tap: string;
  /** Null: it has no vsock. */
  readonly cid: number | null;
  /** Where its windows go to, over vsock; null: it shows none. */
  readonly waypipePort: number | null;
  /** MAC addresses of the interfaces that guest modules add, by id. */
  readonly macs: ReadonlyMap<string, string>;
  /** 32 hexadecimal digits. */
  readonly machineId: string;
}

/** By name. @throws TypeError for an allocation that has no entry for a VM of the device */
export function placementsOf(
  system: System,
  allocation: Allocation,
): readonly Placement[] {
  return system.vms.map((vm) => {
    const entry = allocation.vms.get(vm.name);
    if (entry === undefined) {
      throw new TypeError(`nothing is allocated to ${vm.name}`);
    }
    const machineId = machineIdOf(vm, allocation);
    return { ...placementOf(system.network, entry, vm), machineId };
  });
}

/** It differs between VMs and devices, and stays over restarts (machine-id(5)). */
function machineIdOf({ name }: Vm, { device }: Allocation): string {
  return hexHash(["machine-id", device ?? "", name].join(" "), 4);
}

function placementOf(
  network: Network,
  entry: VmAllocation,
  vm: Vm,
): Omit<Placement, "machineId"> {
  const { internalPrefix, debugPrefix, firstWaypipePort } = network;
  const { address, slot, macs } = entry;
  const tap = tapName(vm.name);
  return {
    ...{ vm, tap, macs },
    address: `${internalPrefix}.${address}`,
    debugAddress: debugPrefix === null ? null : `${debugPrefix}.${address}`,
    mac: macs.get(tap) ?? "",
    cid: cidOf(network, entry, vm),
    waypipePort:
      slot === null || vm.windows === null ? null : firstWaypipePort + slot,
  };
}

/** What is pinned; else an application VM that shows windows has one, counted from its slot. @param vm undefined: it is gone, and keeps what it may come back to */
export function cidOf(
  { firstAppCid }: Network,
  { slot }: VmAllocation,
  vm: Vm | undefined,
): number | null {
  const pinned = vm?.pins.cid ?? null;
  if (pinned !== null) return pinned;
  const shows = vm === undefined || vm.windows !== null;
  return slot === null || !shows ? null : firstAppCid + slot;
}
