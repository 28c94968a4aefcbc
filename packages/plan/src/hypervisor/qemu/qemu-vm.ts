/** A VM as QEMU plays it: which machine, on which accelerator, and on which bus its devices are. */

import type { Hypervisor } from "@ghaf/system";
import type { GuestPlace } from "../../guest/kernel-command-line.ts";

export type Accelerator = "kvm" | "tcg";

/** What every row of the argument list is made from. */
export interface QemuVm {
  readonly place: GuestPlace;
  readonly hypervisor: Hypervisor;
  readonly accelerator: Accelerator;
  readonly machine: MachineType;
  /** The end of the name of its virtio devices: on PCI, or in memory. */
  readonly bus: "pci" | "device";
  /** What the directory has where the runner works. */
  readonly files: VmFiles;
}

export type MachineType = "microvm" | "q35" | "virt";

/** Relative to the VM's state directory. */
export interface VmFiles {
  readonly kernel: string;
  readonly initrds: readonly string[];
  readonly root: string;
  readonly controlSocket: string;
  readonly runnerSocket: string;
  readonly consoleLog: string;
}

export function qemuVm(place: GuestPlace, accelerator: Accelerator): QemuVm {
  const { name, hypervisor } = place.placement.vm;
  const machine = machineOf(hypervisor, accelerator);
  return {
    ...{ place, hypervisor, accelerator, machine },
    bus: machine !== "microvm" || needsPci(hypervisor) ? "pci" : "device",
    files: {
      kernel: hypervisor.kernel ?? "current/vmlinux",
      initrds: [hypervisor.initrd ?? "current/initrd.cpio", "secrets.cpio"],
      root: "current/root.erofs",
      controlSocket: hypervisor.controlSocket ?? `${name}.sock`,
      runnerSocket: "runner.sock",
      consoleLog: "console.log",
    },
  };
}

/** An emulated microvm hangs under load while it measures its clock, so that emulation is always of a q35. */
function machineOf(
  { qemu }: Hypervisor,
  accelerator: Accelerator,
): MachineType {
  const machine = qemu.machine ?? "microvm";
  return machine === "microvm" && accelerator === "tcg" ? "q35" : machine;
}

/** Spec 3.4, below its table. */
export function needsPci(hypervisor: Hypervisor): boolean {
  return (
    hypervisor.graphics ||
    hypervisor.usbController ||
    hypervisor.shares.length > 0 ||
    hypervisor.devices.some(({ bus }) => bus === "pci")
  );
}

/** `virtio-blk-pci` or `virtio-blk-device`. */
export function virtio(device: string, { bus }: QemuVm): string {
  return `virtio-${device}-${bus}`;
}

/** A value in QEMU's settings, where a comma begins the next one (qemu(1), “-drive”). */
export function settingValue(text: string): string {
  return text.replaceAll(",", ",,");
}

export function onOff(on: boolean): "on" | "off" {
  return on ? "on" : "off";
}
