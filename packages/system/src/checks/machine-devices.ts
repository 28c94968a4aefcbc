/** Devices of the host that VMs get: each in one VM, and a host that can give them (spec 4.5, rows 2 and 7). */

import type { Reporter } from "@ghaf/module-system";
import type { VmRole } from "../machine/enabled-vms.ts";
import type { MachineDraft } from "../machine/machine-draft.ts";
import type { PlatformConfig } from "../options/platform-options.ts";
import {
  addedModulesOf,
  guestFinding,
  type MachineCheck,
} from "./machine-check.ts";
import { repeated } from "./repeated.ts";

export const deviceChecks: readonly MachineCheck[] = [
  devicesOnce,
  memoryProtection,
  usbOnSmallMachines,
];

/** A device in a VM, and the option that put it there. */
interface DeviceUse {
  readonly path: string;
  readonly value: string;
  readonly vm: string;
}

function devicesOnce(
  drafts: readonly MachineDraft[],
  config: PlatformConfig,
  report: Reporter,
): void {
  const uses = drafts.flatMap((draft) => devicesOf(draft, config));
  for (const { first, again } of repeated(uses)) {
    const where =
      first.vm === again.vm
        ? `${first.vm} twice`
        : `${first.vm} and ${again.vm}`;
    report.error({
      path: again.path,
      reason: `gives the ${again.value} to ${where}; it is in ${first.path} already`,
      fix: "give each device to one VM, once",
      others: [first.path],
    });
  }
}

/** Devices of the definition by their place there; what is left over was added by guest modules. */
function devicesOf(
  draft: MachineDraft,
  config: PlatformConfig,
): readonly DeviceUse[] {
  const { name: vm, role, hypervisor } = draft.vm;
  const left = hypervisor.devices.map(({ bus, path }) => shown(bus, path));
  const defined = definedDevices(config, role).filter(({ value }) => {
    const at = left.indexOf(value);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  const added = left.map((value) => ({ value, path: addedModulesOf(draft) }));
  return [...defined, ...added].map((use) => ({ ...use, vm }));
}

function shown(bus: string, path: string): string {
  return `${bus.toUpperCase()} device ${path}`;
}

const KINDS = { net: "network", gui: "gpu", audio: "audio" } as const;

function definedDevices(
  { ghaf }: PlatformConfig,
  role: VmRole,
): readonly { readonly path: string; readonly value: string }[] {
  if (role === "admin" || role === "ids" || role === "app") return [];
  const kind = KINDS[role];
  return ghaf.hardware.definition[kind].pciDevices.map(({ path }, index) => ({
    path: `ghaf.hardware.definition.${kind}.pciDevices[${index}].path`,
    value: shown("pci", path),
  }));
}

/** Parameters with which the kernel keeps a device within its VM's memory. */
const PROTECTING =
  /^(?:intel_iommu=(?!off)|amd_iommu=(?!off)|iommu=(?!off|no)|iommu\.passthrough=|arm-smmu)/;
const PARAMETERS = "ghaf.hardware.definition.host.kernelConfig.kernelParams";

/** Without it the host cannot give a PCI device away at all (VFIO). */
function memoryProtection(
  drafts: readonly MachineDraft[],
  { ghaf }: PlatformConfig,
  report: Reporter,
): void {
  const { hardware, kernel } = ghaf;
  if (hardware.nvidia.orin.enable) return;
  const parameters = [
    ...hardware.definition.host.kernelConfig.kernelParams,
    ...kernel.host.kernelParams,
  ];
  if (parameters.some((parameter) => PROTECTING.test(parameter))) return;
  const [first] = drafts.flatMap(({ vm }) =>
    vm.hypervisor.devices
      .filter(({ bus }) => bus === "pci")
      .map(({ path }) => ({ vm: vm.name, path })),
  );
  if (first === undefined) return;
  report.error({
    path: PARAMETERS,
    reason: `does not turn the IOMMU on, which the PCI device ${first.path} of ${first.vm} needs`,
    fix: 'add "intel_iommu=on", or "amd_iommu=on" on a machine with an AMD processor',
    others: ["ghaf.kernel.host.kernelParams"],
  });
}

/** The small machine has no PCI unless something else asks for it (spec 3.3). */
function usbOnSmallMachines(
  drafts: readonly MachineDraft[],
  _config: PlatformConfig,
  report: Reporter,
): void {
  for (const draft of drafts) {
    const { name, hypervisor } = draft.vm;
    const { program, qemu, devices, shares, usbController } = hypervisor;
    const onPci = shares.length > 0 || devices.some(({ bus }) => bus === "pci");
    const small = program === "qemu" && qemu.machine === "microvm";
    if (!small || !usbController || onPci) continue;
    report.error(
      guestFinding(draft, {
        reason: `gives ${name} a USB controller, but its machine microvm has no PCI for one`,
        fix: 'set microvm.qemu.machine to "q35"',
      }),
    );
  }
}
