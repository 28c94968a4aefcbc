/** Runs the checks over all machines of a device. */

import { OptionFailure, type Reporter } from "@ghaf/module-system";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { dhcpMachineChecks } from "./dhcp-checks.ts";
import { contentChecks } from "./machine-contents.ts";
import { deviceChecks } from "./machine-devices.ts";

import { hotplugMachineChecks } from "./machine-hotplug.ts";
import { hypervisorChecks } from "./machine-hypervisors.ts";
import { identityChecks, uniqueNames } from "./machine-identities.ts";
import { networkChecks } from "./machine-network.ts";
import { resourceChecks } from "./machine-resources.ts";
import { storageChecks } from "./machine-storage.ts";

const CHECKS = [
  ...identityChecks,
  ...resourceChecks,
  ...deviceChecks,
  ...storageChecks,
  ...networkChecks,
  ...dhcpMachineChecks,
  ...hypervisorChecks,
  ...hotplugMachineChecks,
  ...contentChecks,
];

/** Reports what does not fit together in the VMs of a device, with what guest modules set in them. A check that reads an option with a problem of its own is left out. In linear time. */
export function checkMachines(
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
): void {
  const distinct = firstOfEachName(drafts);
  uniqueNames(drafts, config, report);
  for (const check of CHECKS) {
    try {
      check(distinct, config, report);
    } catch (error) {
      if (!(error instanceof OptionFailure)) throw error;
    }
  }
}

function firstOfEachName(
  drafts: readonly MachineDraft[],
): readonly MachineDraft[] {
  const first = new Map<string, MachineDraft>();
  for (const draft of drafts) {
    if (!first.has(draft.vm.name)) first.set(draft.vm.name, draft);
  }
  return [...first.values()];
}
