/** What two machines have of which there is only one: a choice in the configuration against one that the lock file remembers. */

import type { System, Vm } from "@ghaf/system";
import type { PlanProblem } from "../plan-problem.ts";
import { type Allocation, tapName, type VmAllocation } from "./allocation.ts";
import { cidOf } from "./placement.ts";
import { otherMachines, poolAddresses } from "./taken.ts";

/** As an owner of addresses. */
const POOL = "ghaf.networking.dhcp.pool";

interface Use {
  /** As a person would say it: `the address 192.168.100.7`. */
  readonly what: string;
  readonly owner: string;
  readonly by: "configuration" | "lock file";
}

/** Those that a VM of the device is part of. */
export function clashesIn(
  system: System,
  allocation: Allocation,
): readonly PlanProblem[] {
  const present = new Map(system.vms.map((vm) => [vm.name, vm]));
  const uses = [
    ...otherMachines(system).map(({ name, address }) => ({
      ...{ what: addressText(system, address), owner: name },
      by: "configuration" as const,
    })),
    ...poolAddresses(system).map((address) => ({
      ...{ what: addressText(system, address), owner: POOL },
      by: "configuration" as const,
    })),
    ...[...allocation.vms].flatMap(([name, entry]) =>
      usesOf(system, { name, entry, vm: present.get(name) }),
    ),
  ];
  return [...groups(uses)].flatMap(([what, owners]) => {
    const [first, ...others] = [...owners.values()];
    const vm = [...owners.keys()].find((name) => present.has(name));
    if (first === undefined || others.length === 0 || vm === undefined) {
      return [];
    }
    return others.map((other) => problemOf(what, { vm, uses: [first, other] }));
  });
}

interface Entry {
  readonly name: string;
  readonly entry: VmAllocation;
  /** Undefined: the VM is gone. */
  readonly vm: Vm | undefined;
}

function usesOf(system: System, { name, entry, vm }: Entry): readonly Use[] {
  const pins = vm?.pins;
  const cid = cidOf(system.network, entry, vm);
  const use = (what: string, pinned: unknown): Use => ({
    ...{ what, owner: name },
    by: pinned === undefined || pinned === null ? "lock file" : "configuration",
  });
  return [
    use(addressText(system, entry.address), pins?.address),
    ...(entry.slot === null
      ? []
      : [use(`the slot ${entry.slot}`, pins?.slot ?? null)]),
    ...(cid === null ? [] : [use(`the vsock CID ${cid}`, pins?.cid)]),
    ...[...entry.macs].map(([id, mac]) =>
      use(`the MAC address ${mac}`, pinnedMac(vm, id)),
    ),
  ];
}

function pinnedMac(vm: Vm | undefined, id: string): string | null | undefined {
  if (vm === undefined) return undefined;
  if (id === tapName(vm.name)) return vm.pins.mac;
  return vm.hypervisor.interfaces.find((one) => one.id === id)?.mac;
}

function addressText({ network }: System, address: number): string {
  return `the address ${network.internalPrefix}.${address}`;
}

/** By what is used, then by owner. */
function groups(uses: readonly Use[]): Map<string, Map<string, Use>> {
  const found = new Map<string, Map<string, Use>>();
  for (const use of uses) {
    const owners = found.get(use.what) ?? new Map<string, Use>();
    owners.set(use.owner, use);
    found.set(use.what, owners);
  }
  return found;
}

function problemOf(
  what: string,
  { vm, uses }: { readonly vm: string; readonly uses: readonly [Use, Use] },
): PlanProblem {
  const [one, other] = uses;
  const forgettable = uses.find(({ by }) => by === "lock file");
  const forget =
    forgettable === undefined
      ? ""
      : `, or remove ${forgettable.owner} from allocation.vms of ghaf.lock.json`;
  return {
    ...{ code: "clash", vm },
    reason: `${one.owner} has ${what} by the ${one.by}, and ${other.owner} by the ${other.by}`,
    fix: `choose another one for ${vm}${forget}`,
  };
}
