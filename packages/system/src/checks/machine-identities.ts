/** What tells machines apart must be different for each: names, addresses on network and vsock, storage (spec 4.5, rows 2 and 17). */

import type { Reporter } from "@ghaf/module-system";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import {
  addedModulesOf,
  definedBy,
  entryOf,
  type MachineCheck,
} from "./machine-check.ts";
import { repeated, type Use } from "./repeated.ts";

export const identityChecks: readonly MachineCheck[] = [
  agents,
  macAddresses,
  cids,
  hostInterfaces,
  storages,
];

interface VmUse extends Use {
  readonly vm: string;
}

/** Reports what a VM has and another has too. */
function reportRepeated(
  report: Reporter,
  uses: readonly VmUse[],
  { fix }: { readonly fix: string },
): void {
  for (const { first, again } of repeated(uses)) {
    report.error({
      path: again.path,
      reason: `gives ${again.vm} ${again.value}, which ${first.vm} has already (${first.path})`,
      fix,
      others: [first.path],
    });
  }
}

/** A name is a host name, a unit, a directory and a certificate. The other checks look at the first VM of each name. */
export function uniqueNames(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.map(({ vm, path }) => ({
    ...{ path: `${path}.name`, value: vm.name },
  }));
  for (const { first, again } of repeated(uses)) {
    report.error({
      path: again.path,
      reason: `makes a second VM with the name ${again.value}; the first is ${first.path}`,
      fix: "give each VM a name of its own",
      others: [first.path],
    });
  }
}

function agents(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) =>
    draft.vm.agent === null
      ? []
      : [
          {
            ...{ path: addedModulesOf(draft), vm: draft.vm.name },
            value: `the agent's name ${draft.vm.agent.name}`,
          },
        ],
  );
  const fix = "set ghaf.givc.appvm.name to another name in one of them";
  reportRepeated(report, uses, { fix });
}

function macAddresses(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) => {
    const { vm, path } = draft;
    const [own, added] = [vm.pins.mac, addedModulesOf(draft)];
    const written = vm.role === "app" ? `${path}.macAddress` : definedBy(draft);
    return [
      ...(own === null ? [] : [{ path: written, mac: own }]),
      ...vm.hypervisor.interfaces.flatMap(({ mac }) =>
        mac === null ? [] : [{ path: added, mac }],
      ),
    ].map(({ path: at, mac }) => ({
      ...{ path: at, vm: vm.name },
      value: `the MAC address ${mac.toLowerCase()}`,
    }));
  });
  const fix =
    "give each interface a MAC address of its own, or null, to have one allocated";
  reportRepeated(report, uses, { fix });
}

function cids(
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) => {
    const found = cidOf(draft, config);
    if (found === null) return [];
    const { cid, path } = found;
    return [{ path, vm: draft.vm.name, value: `the vsock CID ${cid}` }];
  });
  const fix = "choose another CID, or 0 to have one allocated";
  reportRepeated(report, uses, { fix });
}

/** Its CID as far as it is known before allocation, and the option that says it. */
function cidOf(
  draft: MachineDraft,
  { ghaf }: PlatformConfig,
): { readonly cid: number; readonly path: string } | null {
  const { appvm, guivm } = ghaf.virtualization.microvm;
  const { vm, path } = draft;
  const { cid, slot } = vm.pins;
  if (cid === null) {
    const base = "ghaf.virtualization.microvm.appvm.vsockBaseCID";
    return slot === null
      ? null
      : { cid: appvm.vsockBaseCID + slot, path: base };
  }
  if (vm.role === "gui" && cid === guivm.vsockCID) {
    return { cid, path: `${path}.vsockCID` };
  }
  const listed = entryOf(draft, appvm.vms);
  const at = listed?.cid === cid ? `${path}.cid` : addedModulesOf(draft);
  return { cid, path: at };
}

/** The interface that each VM has without being told is `tap-<name>` (spec 2.2). */
function hostInterfaces(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) => {
    const { vm } = draft;
    const added = vm.hypervisor.interfaces.filter(isOnHost);
    return [
      { path: definedBy(draft), id: `tap-${vm.name}` },
      ...added.map(({ id }) => ({ path: addedModulesOf(draft), id })),
    ].map(({ path: at, id }) => ({
      ...{ path: at, vm: vm.name, value: `the host's interface ${id}` },
    }));
  });
  const fix = "give each interface an id of its own";
  reportRepeated(report, uses, { fix });
}

/** An interface of type user is the monitor's own matter, but its id is unique in the VM. */
function isOnHost({ type }: { readonly type: string }): boolean {
  return type !== "user";
}

function storages(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) =>
    draft.vm.storage === null
      ? []
      : [
          {
            ...{ path: addedModulesOf(draft), vm: draft.vm.name },
            value: `the storage ${draft.vm.storage.name}`,
          },
        ],
  );
  const fix = "set ghaf.storagevm.name to another name in one of them";
  reportRepeated(report, uses, { fix });
}
