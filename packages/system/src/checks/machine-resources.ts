/** Memory of VMs: what QEMU cannot start with, what is too little, and what the machine does not have (spec 4.5, rows 5 and 6). */

import type { Reporter } from "@ghaf/module-system";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { addedModulesOf, entryOf, type MachineCheck } from "./machine-check.ts";

// Processors are shared: more of them than the machine has threads is usual,
// and no option says how many threads it has, so that nothing is compared.
export const resourceChecks: readonly MachineCheck[] = [
  sizeOfEach,
  saidTwice,
  sumOfAll,
];

/** QEMU stops at exactly this size, in MiB (spec 3.2). */
const STUCK = 2048;
/** Debian with an agent does not start in less, in MiB. */
const SMALLEST = 128;

function sizeOfEach(
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    const { name, hypervisor } = draft.vm;
    const { size } = hypervisor.memory;
    const path = memoryPath(draft, config);
    if (size === STUCK && hypervisor.program === "qemu") {
      report.error({
        path,
        reason: `gives ${name} exactly ${STUCK} MiB, with which QEMU hangs at the start`,
        fix: `give it ${STUCK - 1} or ${STUCK + 1} MiB`,
      });
    } else if (size < SMALLEST) {
      report.warning({
        path,
        reason: `gives ${name} ${size} MiB, in which Debian hardly starts`,
        fix: `give it ${SMALLEST} MiB or more`,
      });
    }
  }
}

/** What a guest module says wins over the VM's entry, which a reader would not guess. */
function saidTwice(
  drafts: readonly MachineDraft[],
  { ghaf }: PlatformConfig,
  report: Reporter,
): void {
  const { vms } = ghaf.virtualization.microvm.appvm;
  for (const draft of drafts) {
    const ramMb = entryOf(draft, vms)?.ramMb;
    const { size } = draft.vm.hypervisor.memory;
    if (ramMb === undefined || ramMb === size) continue;
    report.warning({
      path: `${draft.path}.ramMb`,
      reason: `says ${ramMb} MiB, but a guest module gives ${draft.vm.name} ${size} MiB by microvm.mem, which wins`,
      fix: "say it in one place",
      others: [addedModulesOf(draft)],
    });
  }
}

/** The option that says a VM's memory. */
function memoryPath(draft: MachineDraft, { ghaf }: PlatformConfig): string {
  const { vms } = ghaf.virtualization.microvm.appvm;
  const { size } = draft.vm.hypervisor.memory;
  return entryOf(draft, vms)?.ramMb === size
    ? `${draft.path}.ramMb`
    : addedModulesOf(draft);
}

const MEMORY = "ghaf.hardware.definition.memoryMiB";

function sumOfAll(
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
): void {
  if (drafts.length === 0) return;
  const { memoryMiB } = config.ghaf.hardware.definition;
  const [full, least] = [sum(drafts, sizeOf), sum(drafts, leastOf)];
  if (memoryMiB === null) {
    report.hint({
      path: MEMORY,
      reason: `is not known, so that the ${full} MiB of all VMs were not checked against it`,
      fix: "give the memory of the machine in MiB",
    });
  } else if (least > memoryMiB) {
    report.error({
      path: MEMORY,
      reason: `is ${memoryMiB}, but the VMs need ${least} MiB even when every balloon is inflated: ${biggest(drafts, leastOf)}`,
      fix: `give VMs less, leave VMs out, or use a machine with more than ${least} MiB`,
      others: drafts.map((draft) => memoryPath(draft, config)),
    });
  } else if (full > memoryMiB) {
    report.warning({
      path: MEMORY,
      reason: `is ${memoryMiB}, but the VMs may use ${full} MiB: ${biggest(drafts, sizeOf)}`,
      fix: "give VMs less, or do not run all of them at once",
    });
  }
}

type Measure = (draft: MachineDraft) => number;

const sizeOf: Measure = ({ vm }) => vm.hypervisor.memory.size;

/** What the host cannot take back. */
const leastOf: Measure = ({ vm }) => {
  const { size, balloon } = vm.hypervisor.memory;
  return balloon ? Math.min(size, SMALLEST) : size;
};

function sum(drafts: readonly MachineDraft[], measure: Measure): number {
  return drafts.reduce((total, draft) => total + measure(draft), 0);
}

/** So many VMs are named. */
const NAMED = 3;

function biggest(drafts: readonly MachineDraft[], measure: Measure): string {
  const sorted = [...drafts].sort((a, b) => measure(b) - measure(a));
  const named = sorted
    .slice(0, NAMED)
    .map((draft) => `${draft.vm.name} ${measure(draft)}`);
  const rest = sorted.length - named.length;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return `${named.join(", ")}${more}`;
}
