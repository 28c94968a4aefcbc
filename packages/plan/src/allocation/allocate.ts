/** Gives each VM an address, a place and MAC addresses: by name, so that no VM moves because another came or went (decision D5). */

import type { System, Vm } from "@ghaf/system";
import type { PlanProblem } from "../plan-problem.ts";
import {
  type Allocation,
  byName,
  tapName,
  type VmAllocation,
} from "./allocation.ts";
import { clashesIn } from "./clashes.ts";
import { probing } from "./hash.ts";
import { freeMac } from "./mac.ts";
import { lowerCase, type Taken, takenIn } from "./taken.ts";

export interface Allocated {
  /** Complete when there are no problems. */
  readonly allocation: Allocation;
  readonly problems: readonly PlanProblem[];
}

/**
 * What a person pinned or the platform reserves comes first, then what is remembered, then a hash
 * of the name. Entries of VMs that are gone stay. Without `before` it depends on names alone.
 */
export function allocate(system: System, before: Allocation): Allocated {
  const taken = takenIn(system, before);
  const entries = new Map(before.vms);
  const full: PlanProblem[] = [];
  for (const vm of [...byName(new Map(system.vms.map((v) => [v.name, v])))]) {
    const [name, found] = vm;
    const entry = entryOf(found, {
      system,
      taken,
      before: before.vms.get(name),
    });
    if (entry === undefined) full.push(noneLeft(name));
    else entries.set(name, entry);
  }
  const allocation = { ...before, vms: byName(entries) };
  return { allocation, problems: [...full, ...clashesIn(system, allocation)] };
}

interface Surroundings {
  readonly system: System;
  readonly taken: Taken;
  /** The VM's own entry. */
  readonly before: VmAllocation | undefined;
}

function entryOf(vm: Vm, around: Surroundings): VmAllocation | undefined {
  const slot = slotOf(vm, around);
  const address = addressOf(vm, slot, around);
  if (slot === undefined || address === undefined) return undefined;
  around.taken.addresses.add(address);
  if (slot !== null) around.taken.slots.add(slot);
  return { address, slot, macs: macsOf(vm, around) };
}

/** The last address of a network of 256 is for all of its machines. */
const LAST_ADDRESS = 254;

/** @returns null for a VM that needs none, undefined when all are taken */
function slotOf(
  { name, role, pins }: Vm,
  { system: { network }, taken, before }: Surroundings,
): number | null | undefined {
  if (role !== "app") return null;
  const known = pins.slot ?? before?.slot ?? null;
  if (known !== null) return known;
  const count = LAST_ADDRESS - network.firstAppAddress + 1;
  for (const slot of probing(name, { first: 0, count })) {
    const free =
      !taken.slots.has(slot) &&
      !taken.addresses.has(network.firstAppAddress + slot) &&
      !taken.cids.has(network.firstAppCid + slot);
    if (free) return slot;
  }
  return undefined;
}

/** An application VM's is counted from its slot, as those of the reference are, when nobody has it. */
function addressOf(
  { name, pins }: Vm,
  slot: number | null | undefined,
  { system: { network }, taken, before }: Surroundings,
): number | undefined {
  const known = pins.address ?? before?.address ?? null;
  if (known !== null) return known;
  const counted = network.firstAppAddress + (slot ?? 0);
  if (typeof slot === "number" && !taken.addresses.has(counted)) return counted;
  for (const address of probing(name, { first: 1, count: LAST_ADDRESS })) {
    if (!taken.addresses.has(address)) return address;
  }
  return undefined;
}

/** Of the interface to the other VMs, and of those that guest modules add. */
function macsOf(
  { name, pins, hypervisor }: Vm,
  { taken, before }: Surroundings,
): ReadonlyMap<string, string> {
  const macs = new Map(before?.macs);
  const wanted = [
    { id: tapName(name), mac: pins.mac },
    ...hypervisor.interfaces,
  ];
  for (const { id, mac } of wanted) {
    const pinned = mac === null ? undefined : lowerCase(mac);
    const chosen =
      pinned ?? macs.get(id) ?? freeMac(`${name}/${id}`, taken.macs);
    taken.macs.add(chosen);
    macs.set(id, chosen);
  }
  return byName(macs);
}

function noneLeft(vm: string): PlanProblem {
  return {
    ...{ code: "none-left", vm },
    reason: `there is no address left for ${vm}`,
    fix: "remove entries of VMs that are gone from allocation.vms of ghaf.lock.json",
  };
}
