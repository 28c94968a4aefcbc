/** Rows 7 to 9, 13 and 15 of spec 3.4: what is booted, and where its console is. */

import { kernelCommandLine } from "../../guest/kernel-command-line.ts";
import { type QemuVm, virtio } from "./qemu-vm.ts";

/**
 * A q35 with a TPM has tables for its guest that reach below the end of the initial RAM disk, which
 * QEMU always puts as high as it does without (160 KiB below the end of memory; they take 192): its
 * guest would lose them, and with them all processors but one, the power button and the TPM. So
 * the disk goes above the kernel, and the kernel is told where, and that nothing else may be there
 * (kernel-parameters.txt: initrdmem, memmap).
 */
export function kernelRow(vm: QemuVm): readonly string[] {
  const { kernel } = vm.files;
  const loader = `loader,file={initrd},addr=${INITRD_AT},force-raw=on`;
  return [
    ...["-kernel", kernel],
    ...(isAbove(vm) ? ["-device", loader] : ["-initrd", "{initrd}"]),
  ];
}

/** 96 MiB: Debian's kernel ends at 66. */
const INITRD_AT = "0x6000000";
const INITRD_WORDS = `memmap={initrd:bytes}$${INITRD_AT} initrdmem=${INITRD_AT},{initrd:bytes}`;

function isAbove({ place, machine }: QemuVm): boolean {
  return place.placement.vm.vtpm && machine === "q35";
}

/** The runner reads the console from the process's output, and keeps it. */
export function consoleRow(vm: QemuVm): readonly string[] {
  return [
    ...["-chardev", "stdio,id=stdio,signal=off"],
    ...["-device", virtio("rng", vm)],
  ];
}

export function serialRow({ hypervisor }: QemuVm): readonly string[] {
  return hypervisor.qemu.serialConsole ? ["-serial", "chardev:stdio"] : [];
}

export function commandLineRow(vm: QemuVm): readonly string[] {
  const { place, accelerator, machine, hypervisor } = vm;
  const port = machine === "virt" ? "ttyAMA0" : "ttyS0";
  const console = hypervisor.qemu.serialConsole ? port : null;
  const words = kernelCommandLine(place, { accelerator, console });
  return ["-append", isAbove(vm) ? `${INITRD_WORDS} ${words}` : words];
}

export function displayRow({ hypervisor }: QemuVm): readonly string[] {
  return hypervisor.graphics
    ? ["-display", "gtk,gl=on", "-device", "virtio-vga-gl"]
    : ["-nographic"];
}
