/** What a VM asks of a hypervisor that does not have it (spec 3.9). */

import type { Reporter } from "@ghaf/module-system";
import type { Hypervisor } from "../machine/hypervisor.ts";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { Vm } from "../machine/vm.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import { guestFinding, type MachineCheck } from "./machine-check.ts";

export const hypervisorChecks: readonly MachineCheck[] = [capabilities];

type Program = Hypervisor["program"];

/** Something that only some hypervisors have. */
interface Capability {
  /** The guest option that asks for it. */
  readonly option: string;
  readonly has: readonly Program[];
  /** What is asked for, as a person would say it; null: nothing. */
  readonly wanted: (vm: Vm) => string | null;
  /** What else can be done, beside another hypervisor. */
  readonly instead: string;
  /** The option is one of the application VM itself. */
  readonly ofEntry?: true;
}

function wantedIf(condition: boolean, what: string): string | null {
  return condition ? what : null;
}

const QEMU: readonly Program[] = ["qemu"];
const CLOUD: readonly Program[] = ["cloud-hypervisor"];
const CROSVM: readonly Program[] = ["crosvm"];

const CAPABILITIES: readonly Capability[] = [
  {
    ...{ option: "microvm.interfaces", has: QEMU },
    wanted: ({ hypervisor }) => {
      const one = hypervisor.interfaces.find(
        ({ type }) => type === "user" || type === "bridge",
      );
      return one === undefined
        ? null
        : `the interface ${one.id} of type ${one.type}`;
    },
    instead: 'use the type "tap" or "macvtap"',
  },
  {
    ...{ option: "microvm.devices", has: QEMU },
    wanted: ({ hypervisor }) => {
      const usb = hypervisor.devices.find(({ bus }) => bus === "usb");
      return usb === undefined ? null : `the USB device ${usb.path}`;
    },
    instead: "give it the USB controller as a PCI device",
  },
  {
    ...{ option: "microvm.devices.*.qemu.deviceExtraArgs", has: QEMU },
    wanted: ({ hypervisor }) => {
      const settings = hypervisor.devices.find(
        ({ qemu }) => qemu.deviceExtraArgs !== null,
      );
      return settings === undefined
        ? null
        : `settings of QEMU for the device ${settings.path}`;
    },
    instead: "leave them out",
  },
  {
    ...{ option: "microvm.cpu", has: QEMU },
    wanted: ({ hypervisor }) =>
      wantedIf(
        hypervisor.cpu !== null,
        `the processor model ${hypervisor.cpu}`,
      ),
    instead: "leave the model out, for the host's processor",
  },
  {
    ...{ option: "microvm.user", has: QEMU },
    wanted: ({ hypervisor }) =>
      wantedIf(hypervisor.user !== null, `the user ${hypervisor.user}`),
    instead: "leave the user out; the VM's unit has one",
  },
  {
    ...{ option: "microvm.hugepageMem", has: CLOUD },
    wanted: ({ hypervisor }) =>
      wantedIf(hypervisor.memory.hugePages, "memory from huge pages"),
    instead: "turn it off",
  },
  {
    ...{ option: "microvm.hotplugMem", has: CLOUD },
    wanted: ({ hypervisor: { memory } }) =>
      wantedIf(memory.hotplug > 0, `${memory.hotplug} MiB to be added later`),
    instead: "give it all memory with microvm.mem, and a balloon",
  },
  {
    ...{ option: "microvm.initialBalloonMem", has: CLOUD },
    wanted: ({ hypervisor: { memory } }) =>
      wantedIf(
        memory.initialBalloon > 0,
        `${memory.initialBalloon} MiB that are held back at first`,
      ),
    instead: "set it to 0",
  },
  {
    ...{ option: "microvm.qemu.extraArgs", has: QEMU },
    wanted: ({ hypervisor }) => argumentsOf(hypervisor.qemu.extraArgs, "QEMU"),
    instead: "leave them out, with the USB and input devices they stand for",
  },
  {
    ...{ option: "microvm.cloud-hypervisor.extraArgs", has: CLOUD },
    wanted: ({ hypervisor }) =>
      argumentsOf(hypervisor.cloudHypervisor.extraArgs, "cloud-hypervisor"),
    instead: "leave them out",
  },
  {
    ...{ option: "microvm.crosvm", has: CROSVM },
    wanted: ({ hypervisor: { crosvm } }) =>
      crosvm.pivotRoot === null
        ? argumentsOf(crosvm.extraArgs, "crosvm")
        : `the root ${crosvm.pivotRoot} of crosvm`,
    instead: "leave it out",
  },
  {
    ...{ option: "vtpm.enable", has: QEMU },
    wanted: ({ vtpm }) => wantedIf(vtpm, "a TPM of its own"),
    instead: "turn vtpm.enable off",
    ofEntry: true,
  },
];

function argumentsOf(
  extraArgs: readonly string[],
  program: string,
): string | null {
  return wantedIf(
    extraArgs.length > 0,
    `the arguments “${extraArgs.join(" ")}” for ${program}`,
  );
}

function capabilities(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    const { program } = draft.vm.hypervisor;
    for (const capability of CAPABILITIES) {
      const { option, has, wanted, instead, ofEntry } = capability;
      const what = has.includes(program) ? null : wanted(draft.vm);
      if (what === null) continue;
      const finding = guestFinding(draft, {
        reason: `asks in ${draft.vm.name} for ${what} (${option}), which ${program} does not have`,
        fix: `use the hypervisor ${has.join(" or ")}, or ${instead}`,
      });
      const path = ofEntry ? `${draft.path}.${option}` : finding.path;
      const others = [finding.path, ...(finding.others ?? [])];
      report.error({ ...finding, path, others });
    }
  }
}
