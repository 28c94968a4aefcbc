/** Host and VMs as what they are to each other: names and addresses. */

import { HOST_NAME, type System } from "@ghaf/system";
import type { Placement } from "./allocation/placement.ts";
import { otherMachines } from "./allocation/taken.ts";

/** A VM's interface to the others, which its init names (spec 2.2). */
export const INSIDE = "ethint0";

export interface Machine {
  readonly name: string;
  /** Where others reach it, best first; empty: nowhere, as the host of a release. */
  readonly addresses: readonly string[];
}

/** The host has an address only in the network of debug builds (spec 2.1). */
export function hostMachine(system: System): Machine {
  const { debugPrefix, bridge } = system.network;
  const own = otherMachines(system).find(({ name }) => name === HOST_NAME);
  if (debugPrefix === null || bridge === null || own === undefined) {
    return { name: HOST_NAME, addresses: [] };
  }
  return { name: HOST_NAME, addresses: [`${debugPrefix}.${own.address}`] };
}

export function vmMachine({ vm, address, debugAddress }: Placement): Machine {
  const debug = debugAddress === null ? [] : [debugAddress];
  return { name: vm.name, addresses: [address, ...debug] };
}

/** Both networks: `192.168.100.0/24`. */
export function networksOf({ network }: System): readonly string[] {
  const { internalPrefix, debugPrefix, prefixLength } = network;
  return [internalPrefix, ...(debugPrefix === null ? [] : [debugPrefix])].map(
    (prefix) => `${prefix}.0/${prefixLength}`,
  );
}
