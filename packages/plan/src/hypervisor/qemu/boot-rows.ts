/** Rows 7 to 9, 13 and 15 of spec 3.4: what is booted, and where its console is. */

import { kernelCommandLine } from "../../guest/kernel-command-line.ts";
import { type QemuVm, virtio } from "./qemu-vm.ts";

export function kernelRow({ files }: QemuVm): readonly string[] {
  return ["-kernel", files.kernel, "-initrd", "{initrd}"];
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
  return ["-append", kernelCommandLine(place, { accelerator, console })];
}

export function displayRow({ hypervisor }: QemuVm): readonly string[] {
  return hypervisor.graphics
    ? ["-display", "gtk,gl=on", "-device", "virtio-vga-gl"]
    : ["-nographic"];
}
