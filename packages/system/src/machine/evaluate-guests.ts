/** Evaluates every VM's own configuration: its role's, its entry's, and what a person added. */

import { evaluateKept, type Problem } from "@ghaf/module-system";
import { guestOptions } from "../guest/guest-options.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { unlessFailed } from "../unless-failed.ts";
import { type EnabledVm, enabledVms } from "./enabled-vms.ts";
import { addedModules, baseModules } from "./guest-modules.ts";
import { problemsInGuestModules } from "./guests-alone.ts";
import type { MachineDraft } from "./machine-draft.ts";
import { pinnedAddresses } from "./pins.ts";
import { type VmSurroundings, vmOf } from "./vm.ts";

export interface EvaluatedGuests {
  /** Those whose part of the description has no problem. */
  readonly drafts: readonly MachineDraft[];
  /** Whether these are all VMs that there are. */
  readonly isWhole: boolean;
  readonly problems: readonly Problem[];
}

export function evaluateGuests(config: PlatformConfig): EvaluatedGuests {
  const results = unlessFailed(() => {
    const surroundings = { config, pinned: pinnedAddresses(config) };
    return enabledVms(config).map((vm) =>
      unlessFailed(() => evaluateGuest(vm, surroundings)),
    );
  });
  const evaluated = (results ?? []).filter((one) => one !== undefined);
  const isReadable =
    results !== undefined && evaluated.length === results.length;
  const drafts = evaluated.flatMap(({ draft }) => draft ?? []);
  return {
    drafts,
    isWhole: isReadable && drafts.length === evaluated.length,
    problems: [
      ...evaluated.flatMap(({ problems }) => problems),
      ...(isReadable ? [] : problemsInGuestModules(config)),
    ],
  };
}

function evaluateGuest(vm: EnabledVm, surroundings: VmSurroundings) {
  const { config } = surroundings;
  const { kept, path } = addedModules(config, vm);
  const evaluation = evaluateKept({
    ...{ options: guestOptions, base: baseModules(config, vm), kept, path },
  });
  evaluation.readAll();
  const draft = unlessFailed(() => ({
    vm: vmOf(vm, evaluation.config, surroundings),
    path: pathOf(vm),
  }));
  return { draft, problems: evaluation.problems() };
}

/** The option that a VM is defined by. */
function pathOf(vm: EnabledVm): string {
  const root = "ghaf.virtualization.microvm";
  return vm.role === "app"
    ? `${root}.appvm.vms[${vm.index}]`
    : `${root}.${vm.role}vm`;
}
